using System.Buffers;
using System.Text;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Client;

namespace Headrace.Protocols.Rtsp.Tests.Client;

/// <summary>A session that publishes two tracks, with the small driver that it needs, before a peer that answers bytes with bytes.</summary>
internal sealed class RecordClient
{
    public const string Sdp = "v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=cam\r\nt=0 0\r\n" +
        "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:trackID=0\r\nm=audio 0 RTP/AVP 0\r\na=control:trackID=1\r\n";

    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly Func<byte[], MonotonicTime, byte[]> _peer;
    private readonly RtspParser _parser;
    private byte[] _unread = [];

    public RecordClient(Func<byte[], MonotonicTime, byte[]> peer, string url = TestClient.Url)
    {
        _peer = peer;
        Assert.True(RtspLocation.TryParse(url, out RtspLocation? location));
        Session = new RtspRecordSession(new RtspClientOptions { ClientNonce = "c0ffee" }, location, Encoding.UTF8.GetBytes(Sdp), ["trackID=0", "trackID=1"]);
        _parser = new RtspParser(Session.Channels);
    }

    public RtspRecordSession Session { get; }

    public MonotonicTime Now { get; private set; } = new(1_000_000_000_000);

    public List<RtspClientEvent> Events { get; } = [];

    public List<RtspRequest> Sent { get; } = [];

    /// <summary>The method and URI of each request.</summary>
    public IEnumerable<string> Lines => Sent.Select(request => $"{request.MethodToken} {request.Uri}");

    public RtspClientEvent.Ended End => Events.OfType<RtspClientEvent.Ended>().Single();

    /// <summary>Starts, and talks with the peer until nobody has anything to say.</summary>
    public RecordClient Run()
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

    private void Talk()
    {
        while (Session.TryGetEvent(out RtspClientEvent? next)) Events.Add(next);
        while (_output.WrittenCount > 0)
        {
            byte[] written = _output.WrittenSpan.ToArray();
            _output.ResetWrittenCount();
            SequenceReader<byte> sent = new(new ReadOnlySequence<byte>(written));
            RtspParser parser = new(new InterleavedChannels());
            while (parser.TryRead(ref sent, out RtspElement element))
            {
                if (element.Kind == RtspElementKind.Request) Sent.Add(element.Request);
            }

            Take(_peer(written, Now));
        }
    }

    private void Take(byte[] bytes)
    {
        _unread = [.. _unread, .. bytes];
        SequenceReader<byte> reader = new(new ReadOnlySequence<byte>(_unread));
        while (_parser.TryRead(ref reader, out RtspElement element))
        {
            if (element.Kind == RtspElementKind.Response) Session.Handle(element.Response, _output, Now);
            else if (element.Kind == RtspElementKind.Request) Session.Handle(element.Request, _output, Now);
            else if (element.Kind == RtspElementKind.Fault) Session.HandleFault(element.Fault);
            while (Session.TryGetEvent(out RtspClientEvent? next)) Events.Add(next);
        }

        _unread = _unread[(int)reader.Consumed..];
    }
}
