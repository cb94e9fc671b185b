using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Headers;
using Headrace.Protocols.Rtsp.Server;

namespace Headrace.Protocols.Rtsp.Tests.Server;

/// <summary>
/// A server session with a small application behind it: it knows some streams, takes publishers, and answers every decision at once
/// unless it is told to wait.
/// </summary>
internal sealed class TestServer
{
    public const string SessionId = "5E55101D";
    private static readonly MonotonicTime Start = new(1_000_000_000_000);
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly RtspParser _parser;
    private byte[] _unread = [];

    public TestServer(RtspServerOptions? options = null)
    {
        Now = Start;
        Session = new RtspServerSession(options ?? new RtspServerOptions(), SessionId, Now);
        _parser = new RtspParser(Session.Channels);
        AddStream("live/cam", "trackID=0", "trackID=1");
        AddStream("single", "trackID=0");
        AddStream("bare", "", "");
    }

    public RtspServerSession Session { get; }

    public MonotonicTime Now { get; set; }

    /// <summary>False: decisions stay in <see cref="Events"/> for the test to complete.</summary>
    public bool Answers { get; set; } = true;

    public Dictionary<string, RtspPresentation> Streams { get; } = [];

    /// <summary>Everything that the session told, in order.</summary>
    public List<RtspServerEvent> Events { get; } = [];

    public List<InterleavedFrame> Frames { get; } = [];

    public IBufferWriter<byte> Output => _output;

    /// <summary>Sends a text, its line feeds as CRLF, and gives what was answered, with line feeds.</summary>
    public string Send(string text) => Send(Elements.Bytes(text));

    public string Send(ReadOnlySpan<byte> bytes)
    {
        _unread = [.. _unread, .. bytes];
        SequenceReader<byte> reader = new(new ReadOnlySequence<byte>(_unread));
        while (_parser.TryRead(ref reader, out RtspElement element))
        {
            switch (element.Kind)
            {
                case RtspElementKind.Request:
                    Session.Handle(element.Request, _output, Now);
                    break;
                case RtspElementKind.Interleaved:
                    Frames.Add(element.Frame);
                    Session.KeepAlive(Now);
                    break;
                case RtspElementKind.Fault:
                    Session.HandleFault(element.Fault, _output);
                    break;
            }

            TakeEvents();
        }

        _unread = _unread[(int)reader.Consumed..];
        return TakeOutput();
    }

    /// <summary>Sends a request of the method with the headers and gives the only response.</summary>
    public RtspResponse Request(string method, string uri, params ReadOnlySpan<string> headers)
    {
        string lines = string.Concat(headers.ToArray().Select(header => header + "\n"));
        return Assert.Single(Responses(Send($"{method} {uri} RTSP/1.0\nCSeq: 7\n{lines}\n")));
    }

    public RtspResponse Setup(string uri, string transport = "RTP/AVP/TCP;unicast;interleaved=0-1") => Request("SETUP", uri, $"Transport: {transport}");

    /// <summary>Announces a stream with the tracks of these controls.</summary>
    public RtspResponse Announce(string uri, params ReadOnlySpan<string> controls)
    {
        string sdp = "v=0\n" + string.Concat(controls.ToArray().Select(control => $"m=video 0 RTP/AVP 96\na=control:{control}\n"));
        return Assert.Single(Responses(Send(
            $"ANNOUNCE {uri} RTSP/1.0\nCSeq: 2\nContent-Type: application/sdp\nContent-Length: {Elements.Bytes(sdp).Length}\n\n{sdp}")));
    }

    /// <summary>Takes events, and answers decisions if it shall.</summary>
    public void TakeEvents()
    {
        while (Session.TryGetEvent(out RtspServerEvent? next))
        {
            Events.Add(next);
            if (Answers) Answer(next);
        }
    }

    public string TakeOutput()
    {
        string text = Encoding.UTF8.GetString(_output.WrittenSpan);
        _output.ResetWrittenCount();
        return text.Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    public List<RtspResponse> TakeResponses() => Responses(TakeOutput());

    public T Last<T>()
        where T : RtspServerEvent => Assert.IsType<T>(Events[^1]);

    /// <summary>The responses in a text; fails if it is anything else.</summary>
    public static List<RtspResponse> Responses(string text)
    {
        List<RtspResponse> responses = [];
        SequenceReader<byte> reader = new(new ReadOnlySequence<byte>(Elements.Bytes(text)));
        RtspParser parser = new(new InterleavedChannels());
        while (parser.TryRead(ref reader, out RtspElement element)) responses.Add(element.Response);
        Assert.True(reader.End);
        return responses;
    }

    public static ImmutableArray<RtspTrack> TracksOf(ReadOnlySpan<byte> sdp)
    {
        List<RtspTrack> tracks = [];
        foreach (string line in Encoding.UTF8.GetString(sdp).Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith("m=", StringComparison.Ordinal)) tracks.Add(new RtspTrack(""));
            else if (line.StartsWith("a=control:", StringComparison.Ordinal) && tracks.Count > 0) tracks[^1] = new RtspTrack(line["a=control:".Length..]);
        }

        return [.. tracks];
    }

    private void Answer(RtspServerEvent next)
    {
        switch (next)
        {
            case RtspServerEvent.DescribeRequested describe when Streams.TryGetValue(describe.StreamName, out RtspPresentation? presentation):
                Session.RespondDescribe(describe, presentation, _output, Now);
                break;
            case RtspServerEvent.AnnounceRequested announce when announce.StreamName != "refused":
                Session.AcceptAnnounce(announce, TracksOf(announce.Request.Body.Span), _output, Now);
                break;
            case RtspServerEvent.SetupRequested setup:
                Session.RespondSetup(setup, setup.Transport with { ServerPorts = new PortPair(8000, 8001) }, _output, Now);
                break;
            case RtspServerEvent.PlayRequested play:
                RtpStart[] starts = [.. play.Tracks.Select(track => new RtpStart(track.Track, (ushort)(1000 + track.Track), 90_000u * (uint)(1 + track.Track)))];
                Session.RespondPlay(play, RangeHeader.Live, starts, _output, Now);
                break;
            case RtspServerEvent.RecordRequested record:
                Session.AcceptRecord(record, _output, Now);
                break;
            case RtspServerEvent.Decision decision:
                Session.Reject(decision, RtspStatus.NotFound, _output, Now);
                break;
        }
    }

    private void AddStream(string name, params ReadOnlySpan<string> controls)
    {
        string sdp = "v=0\r\n" + string.Concat(controls.ToArray().Select(control => $"m=video 0 RTP/AVP 96\r\na=control:{control}\r\n"));
        ImmutableArray<RtspTrack> tracks = [.. controls.ToArray().Select((control, i) => new RtspTrack(control, 0xA0u + (uint)i))];
        Streams[name] = new RtspPresentation(Encoding.UTF8.GetBytes(sdp), tracks);
    }
}
