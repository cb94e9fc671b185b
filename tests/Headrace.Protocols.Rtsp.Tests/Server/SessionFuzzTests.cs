using System.Globalization;
using System.Text;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Server;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtsp.Tests.Server;

public class SessionFuzzTests
{
    private static readonly string[] Methods = ["OPTIONS", "DESCRIBE", "ANNOUNCE", "SETUP", "PLAY", "PAUSE", "RECORD", "GET_PARAMETER", "SET_PARAMETER", "TEARDOWN", "FLY"];

    private static readonly string[] Uris =
    [
        "rtsp://h/live/cam", "rtsp://h/live/cam/", "rtsp://h/live/cam/trackID=0", "rtsp://h/live/cam?x=1/trackID=1", "rtsp://h/live/cam/trackID=9",
        "rtsp://h/single", "rtsp://h/bare", "rtsp://h/nobody/trackID=0", "*", "/", "nonsense",
    ];

    private static readonly string[] Headers =
    [
        $"Session: {TestServer.SessionId}", "Session: other", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1", "Transport: RTP/AVP/TCP;unicast;interleaved=1-2;mode=record",
        "Transport: RTP/AVP/TCP;unicast", "Transport: RTP/AVP;unicast;client_port=1-2", "Transport: RTP/AVP/TCP;interleaved=254-255", "Range: npt=0-", "Range: clock=x-",
        "Require: x", "Accept: application/sdp", "Timestamp: 1",
    ];

    [Fact]
    public void AnySequenceOfRequestsIsAnsweredOneForOne()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            TestServer server = new(new RtspServerOptions { Transports = seed % 3 == 0 ? RtspTransports.Tcp | RtspTransports.Udp : RtspTransports.Tcp });
            for (uint sequence = 1; sequence <= 30; sequence++)
            {
                RtspResponse response = Assert.Single(TestServer.Responses(server.Send(RandomRequest(random, sequence))));
                Assert.Equal(sequence, response.CSeq);
                AssertSound(server);
            }
        }
    }

    [Fact]
    public void RequestsAreAnsweredInOrderWhateverTheApplicationDecidesAndWhen()
    {
        int total = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            TestServer server = new() { Answers = false };
            List<uint> answered = [];
            uint sequence = 0;
            for (int step = 0; step < 60 && !server.Session.IsEnded; step++)
            {
                string output = "";
                if (random.Next(2) == 0) output = server.Send(RandomRequest(random, ++sequence));
                else Decide(server, random);
                server.TakeEvents();
                answered.AddRange(TestServer.Responses(output + server.TakeOutput()).Select(response => response.CSeq!.Value));
                AssertSound(server);
            }

            Assert.Equal(Enumerable.Range(1, answered.Count).Select(i => (uint)i), answered);
            total += answered.Count;
        }

        Assert.True(total > 3000);
    }

    [Fact]
    public void NeitherThrowsNorWritesWhatCannotBeReadOnAnyBytes() => Fuzz.Run(Corpus.Streams, bytes =>
    {
        TestServer server = new();
        TestServer.Responses(server.Send(bytes));
        AssertSound(server);
        server.Now = server.Session.NextDeadline;
        server.Session.HandleTimeout(server.Output, server.Now);
        Assert.Equal(server.Session.NextDeadline == MonotonicTime.Never, server.Session.IsEnded);
    });

    private static string RandomRequest(Random random, uint sequence)
    {
        StringBuilder text = new();
        string method = Methods[random.Next(Methods.Length)];
        text.Append(CultureInfo.InvariantCulture, $"{method} {Uris[random.Next(Uris.Length)]} RTSP/1.0\nCSeq: {sequence}\n");
        for (int i = random.Next(4); i > 0; i--) text.Append(Headers[random.Next(Headers.Length)]).Append('\n');
        if (method != "ANNOUNCE" || random.Next(4) == 0) return text.Append('\n').ToString();
        return text.Append("Content-Length: 45\n\nm=video 0 RTP/AVP 96\na=control:trackID=0\n\n").ToString();
    }

    private static void Decide(TestServer server, Random random)
    {
        server.Now += TimeSpan.FromSeconds(random.Next(20));
        server.Session.HandleTimeout(server.Output, server.Now);
        if (server.Events.LastOrDefault() is not RtspServerEvent.Decision decision) return;
        if (random.Next(3) == 0) server.Session.Reject(decision, RtspStatus.Forbidden, server.Output, server.Now);
        else if (decision is RtspServerEvent.DescribeRequested describe) server.Session.RespondDescribe(describe, server.Streams["live/cam"], server.Output, server.Now);
        else if (decision is RtspServerEvent.AnnounceRequested announce) server.Session.AcceptAnnounce(announce, [new RtspTrack("trackID=0")], server.Output, server.Now);
        else if (decision is RtspServerEvent.PlayRequested play) server.Session.RespondPlay(play, play.Range, [new RtpStart(0, 1, 2)], server.Output, server.Now);
        else if (decision is RtspServerEvent.RecordRequested record) server.Session.AcceptRecord(record, server.Output, server.Now);
    }

    private static void AssertSound(TestServer server)
    {
        RtspServerSession session = server.Session;
        Assert.True(session.Tracks.Length <= RtspLimits.MaxTracks);
        Assert.Equal(session.Channels.Any, session.Tracks.Any(track => track.Transport.Interleaved is not null));
        if (session.State is RtspSessionState.Playing or RtspSessionState.Recording or RtspSessionState.ReadyToPlay) Assert.NotEmpty(session.Tracks);
        else if (session.State == RtspSessionState.Init) Assert.Empty(session.Tracks);
        foreach (RtspTrackSetup setup in session.Tracks)
        {
            if (setup.Transport.Interleaved is not { } pair) continue;
            Assert.True(session.Channels.TryGet(pair.Rtp, out int track, out bool isRtcp));
            Assert.Equal((setup.Track, false), (track, isRtcp));
        }
    }
}
