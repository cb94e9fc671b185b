using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Protocols.Rtsp.Headers;

namespace Headrace.Protocols.Rtsp.Tests.Client;

/// <summary>
/// A client session with the small driver that it needs, before a peer that answers bytes with bytes. It takes every track of a presentation. Time is the
/// test's.
/// </summary>
internal sealed class TestClient
{
    public const string Url = "rtsp://admin:secret@camera/live/cam";
    private static readonly MonotonicTime Begin = new(1_000_000_000_000);
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly Func<byte[], MonotonicTime, byte[]> _peer;
    private readonly RtspParser _parser;
    private byte[] _unread = [];

    public TestClient(Func<byte[], MonotonicTime, byte[]> peer, string url = Url, RtspClientTransport transport = RtspClientTransport.Tcp)
    {
        _peer = peer;
        Transport = transport;
        Assert.True(RtspLocation.TryParse(url, out RtspLocation? location));
        Session = new RtspClientSession(new RtspClientOptions { ClientNonce = "c0ffee" }, location);
        _parser = new RtspParser(Session.Channels);
    }

    public RtspClientSession Session { get; }

    public RtspClientTransport Transport { get; }

    public MonotonicTime Now { get; set; } = Begin;

    /// <summary>Everything that the session told, in order.</summary>
    public List<RtspClientEvent> Events { get; } = [];

    /// <summary>Everything that it sent.</summary>
    public List<RtspRequest> Sent { get; } = [];

    public List<InterleavedFrame> Frames { get; } = [];

    /// <summary>The method and URI of each request.</summary>
    public IEnumerable<string> Lines => Sent.Select(request => $"{request.MethodToken} {request.Uri}");

    public ImmutableArray<Protocols.Rtsp.Server.RtspTrackSetup> Tracks => Events.OfType<RtspClientEvent.Starting>().Single().Tracks;

    public RtspClientEvent.Ended End => Events.OfType<RtspClientEvent.Ended>().Single();

    /// <summary>Starts, and talks with the peer until nobody has anything to say.</summary>
    public TestClient Run()
    {
        Session.Start(_output, Now);
        Talk();
        return this;
    }

    /// <summary>Moves time to the session's deadlines, one after the other, up to an instant.</summary>
    public void RunUntil(MonotonicTime end)
    {
        while (Session.NextDeadline <= end)
        {
            Now = Session.NextDeadline;
            Session.HandleTimeout(_output, Now);
            Talk();
        }

        Now = end;
    }

    public void TearDown()
    {
        Session.TearDown(_output, Now);
        Talk();
    }

    /// <summary>Bytes that come without being asked for.</summary>
    public void Receive(ReadOnlySpan<byte> bytes)
    {
        Take(bytes);
        Talk();
    }

    private void Talk()
    {
        TakeEvents();
        while (_output.WrittenCount > 0)
        {
            byte[] written = _output.WrittenSpan.ToArray();
            _output.ResetWrittenCount();
            Note(written);
            Take(_peer(written, Now));
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _unread = [.. _unread, .. bytes];
        SequenceReader<byte> reader = new(new ReadOnlySequence<byte>(_unread));
        while (_parser.TryRead(ref reader, out RtspElement element))
        {
            switch (element.Kind)
            {
                case RtspElementKind.Response: Session.Handle(element.Response, _output, Now); break;
                case RtspElementKind.Request: Session.Handle(element.Request, _output, Now); break;
                case RtspElementKind.Interleaved: Frames.Add(element.Frame); break;
                case RtspElementKind.Fault: Session.HandleFault(element.Fault); break;
            }

            TakeEvents();
        }

        _unread = _unread[(int)reader.Consumed..];
    }

    private void TakeEvents()
    {
        while (Session.TryGetEvent(out RtspClientEvent? next))
        {
            Events.Add(next);
            if (next is not RtspClientEvent.Described described) continue;
            IEnumerable<RtspClientTrack> tracks = described.Presentation.Media.Take(RtspLimits.MaxTracks)
                .Select((_, i) => new RtspClientTrack(i, Transport, Transport == RtspClientTransport.Udp ? new PortPair((ushort)(5000 + i * 2), (ushort)(5001 + i * 2)) : null));
            Session.SetUp([.. tracks], _output, Now);
        }
    }

    private void Note(byte[] written)
    {
        SequenceReader<byte> reader = new(new ReadOnlySequence<byte>(written));
        RtspParser parser = new(new InterleavedChannels());
        while (parser.TryRead(ref reader, out RtspElement element))
        {
            if (element.Kind == RtspElementKind.Request) Sent.Add(element.Request);
        }

        Assert.True(reader.End, Encoding.UTF8.GetString(written));
    }
}
