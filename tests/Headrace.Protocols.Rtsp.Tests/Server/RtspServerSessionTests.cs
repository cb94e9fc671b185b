using Headrace.Protocols.Rtsp.Headers;
using Headrace.Protocols.Rtsp.Server;

namespace Headrace.Protocols.Rtsp.Tests.Server;

public class RtspServerSessionTests
{
    private const string Cam = "rtsp://h/live/cam";
    private const string Session = $"Session: {TestServer.SessionId}";

    // A row for each state, a column for each method: the status, or ok.
    public static readonly TheoryData<RtspSessionState, string, int, RtspSessionState> Transitions = new()
    {
        { RtspSessionState.Init, "OPTIONS", 200, RtspSessionState.Init },
        { RtspSessionState.Init, "DESCRIBE", 200, RtspSessionState.Init },
        { RtspSessionState.Init, "SETUP", 200, RtspSessionState.ReadyToPlay },
        { RtspSessionState.Init, "PLAY", 455, RtspSessionState.Init },
        { RtspSessionState.Init, "PAUSE", 455, RtspSessionState.Init },
        { RtspSessionState.Init, "RECORD", 455, RtspSessionState.Init },
        { RtspSessionState.Init, "TEARDOWN", 455, RtspSessionState.Init },
        { RtspSessionState.Init, "GET_PARAMETER", 200, RtspSessionState.Init },
        { RtspSessionState.ReadyToPlay, "OPTIONS", 200, RtspSessionState.ReadyToPlay },
        { RtspSessionState.ReadyToPlay, "DESCRIBE", 200, RtspSessionState.ReadyToPlay },
        { RtspSessionState.ReadyToPlay, "SETUP", 200, RtspSessionState.ReadyToPlay },
        { RtspSessionState.ReadyToPlay, "PLAY", 200, RtspSessionState.Playing },
        { RtspSessionState.ReadyToPlay, "PAUSE", 200, RtspSessionState.ReadyToPlay },
        { RtspSessionState.ReadyToPlay, "RECORD", 455, RtspSessionState.ReadyToPlay },
        { RtspSessionState.ReadyToPlay, "ANNOUNCE", 455, RtspSessionState.ReadyToPlay },
        { RtspSessionState.ReadyToPlay, "TEARDOWN", 200, RtspSessionState.Init },
        { RtspSessionState.Playing, "DESCRIBE", 200, RtspSessionState.Playing },
        { RtspSessionState.Playing, "SETUP", 455, RtspSessionState.Playing },
        { RtspSessionState.Playing, "PLAY", 200, RtspSessionState.Playing },
        { RtspSessionState.Playing, "PAUSE", 200, RtspSessionState.ReadyToPlay },
        { RtspSessionState.Playing, "RECORD", 455, RtspSessionState.Playing },
        { RtspSessionState.Playing, "ANNOUNCE", 455, RtspSessionState.Playing },
        { RtspSessionState.Playing, "GET_PARAMETER", 200, RtspSessionState.Playing },
        { RtspSessionState.Playing, "SET_PARAMETER", 200, RtspSessionState.Playing },
        { RtspSessionState.Playing, "TEARDOWN", 200, RtspSessionState.Init },
        { RtspSessionState.ReadyToRecord, "DESCRIBE", 455, RtspSessionState.ReadyToRecord },
        { RtspSessionState.ReadyToRecord, "SETUP", 200, RtspSessionState.ReadyToRecord },
        { RtspSessionState.ReadyToRecord, "PLAY", 455, RtspSessionState.ReadyToRecord },
        { RtspSessionState.ReadyToRecord, "PAUSE", 200, RtspSessionState.ReadyToRecord },
        { RtspSessionState.ReadyToRecord, "RECORD", 200, RtspSessionState.Recording },
        { RtspSessionState.ReadyToRecord, "ANNOUNCE", 455, RtspSessionState.ReadyToRecord },
        { RtspSessionState.ReadyToRecord, "TEARDOWN", 200, RtspSessionState.Init },
        { RtspSessionState.Recording, "SETUP", 455, RtspSessionState.Recording },
        { RtspSessionState.Recording, "PLAY", 455, RtspSessionState.Recording },
        { RtspSessionState.Recording, "RECORD", 200, RtspSessionState.Recording },
        { RtspSessionState.Recording, "PAUSE", 200, RtspSessionState.ReadyToRecord },
        { RtspSessionState.Recording, "ANNOUNCE", 455, RtspSessionState.Recording },
        { RtspSessionState.Recording, "OPTIONS", 200, RtspSessionState.Recording },
        { RtspSessionState.Recording, "TEARDOWN", 200, RtspSessionState.Init },
    };

    [Theory]
    [MemberData(nameof(Transitions))]
    public void MethodsAreValidInTheirStates(RtspSessionState from, string method, int status, RtspSessionState to)
    {
        TestServer server = In(from);
        RtspResponse response = method == "SETUP" ? server.Setup(Cam + "/trackID=0") : server.Request(method, Cam);
        Assert.Equal(status, (int)response.Status);
        Assert.Equal(to, server.Session.State);
    }

    [Fact]
    public void ResponseEchoesCSeqAndTimestampAndNamesTheServer()
    {
        RtspResponse response = new TestServer().Request("OPTIONS", "*", "Timestamp: 12.5");
        Assert.Equal(["CSeq=7", "Server=Headrace", "Timestamp=12.5"], response.Headers.Take(3).Select(header => $"{header.Name}={header.Value}"));
        Assert.Contains("GET_PARAMETER", response.Headers.Get("Public"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OPTIONS * RTSP/1.0\n\n", 400)]
    [InlineData("OPTIONS * RTSP/1.0\nCSeq: one\n\n", 400)]
    [InlineData("OPTIONS * RTSP/2.0\nCSeq: 1\n\n", 505)]
    [InlineData("FLY rtsp://h/cam RTSP/1.0\nCSeq: 1\n\n", 501)]
    [InlineData("REDIRECT rtsp://h/cam RTSP/1.0\nCSeq: 1\n\n", 501)]
    [InlineData("PLAY rtsp://h/cam RTSP/1.0\nCSeq: 1\nSession: 000022B8\n\n", 454)]
    [InlineData("OPTIONS rtsp://h/cam RTSP/1.0\nCSeq: 1\nSession:\n\n", 454)]
    [InlineData("DESCRIBE rtsp://h/live/cam RTSP/1.0\nCSeq: 1\nAccept: text/plain\n\n", 406)]
    [InlineData("DESCRIBE rtsp://h/live/cam RTSP/1.0\nCSeq: 1\nAccept: application/rtsl, application/sdp;level=-2\n\n", 200)]
    [InlineData("DESCRIBE rtsp://h/nobody RTSP/1.0\nCSeq: 1\n\n", 404)]
    [InlineData("DESCRIBE * RTSP/1.0\nCSeq: 1\n\n", 400)]
    [InlineData("DESCRIBE cam RTSP/1.0\nCSeq: 1\n\n", 400)]
    [InlineData("ANNOUNCE rtsp://h/new RTSP/1.0\nCSeq: 1\n\n", 411)]
    [InlineData("ANNOUNCE rtsp://h/new RTSP/1.0\nCSeq: 1\nContent-Length: 0\n\n", 400)]
    [InlineData("ANNOUNCE rtsp://h/new RTSP/1.0\nCSeq: 1\nContent-Type: text/html\nContent-Length: 5\n\nv=0\n", 415)]
    [InlineData("ANNOUNCE rtsp://h/new RTSP/1.0\nCSeq: 1\nContent-Type: application/sdp\nContent-Length: 5\n\nv=0\n", 415)]
    [InlineData("ANNOUNCE rtsp://h/refused RTSP/1.0\nCSeq: 1\nContent-Length: 5\n\nv=0\n", 404)]
    [InlineData("SET_PARAMETER rtsp://h/cam RTSP/1.0\nCSeq: 1\nContent-Length: 6\n\nx: 1\n", 451)]
    [InlineData("GET_PARAMETER rtsp://h/cam RTSP/1.0\nCSeq: 1\nContent-Length: 6\n\nping\n", 200)]
    public void RequestIsAnsweredWithItsStatus(string request, int status)
    {
        TestServer server = new();
        RtspResponse response = Assert.Single(TestServer.Responses(server.Send(request)));
        Assert.Equal(status, (int)response.Status);
        Assert.Equal(RtspSessionState.Init, server.Session.State);
        Assert.Equal(RtspStatus.Ok, server.Request("OPTIONS", "*").Status);
    }

    [Fact]
    public void UnknownMethodIsToldTheKnownOnes() =>
        Assert.StartsWith("OPTIONS, DESCRIBE", new TestServer().Request("FLY", "*").Headers.Get("Public"), StringComparison.Ordinal);

    [Fact]
    public void RequiredOptionsAreRefusedByName()
    {
        RtspResponse response = new TestServer().Request("SETUP", Cam, "Require: www.onvif.org/ver20/backchannel", "Require: implicit-play");
        Assert.Equal(RtspStatus.OptionNotSupported, response.Status);
        Assert.Equal("www.onvif.org/ver20/backchannel, implicit-play", response.Headers.Get("Unsupported"));
    }

    [Fact]
    public void DescriptionHasABaseForTheTracksWithoutTheQuery()
    {
        TestServer server = new();
        RtspResponse response = server.Request("DESCRIBE", Cam + "?token=x", "Accept: application/sdp");
        Assert.Equal("rtsp://h/live/cam/", response.Headers.Get("Content-Base"));
        Assert.Equal("application/sdp", response.Headers.Get("Content-Type"));
        Assert.Equal(server.Streams["live/cam"].Sdp.Span, response.Body.Span);
        RtspServerEvent.DescribeRequested request = server.Last<RtspServerEvent.DescribeRequested>();
        Assert.Equal(("live/cam", "token=x"), (request.StreamName, request.Url.Query));
    }

    [Fact]
    public void PlayTellsWhereEachTrackStarts()
    {
        TestServer server = In(RtspSessionState.ReadyToPlay);
        server.Setup(Cam + "/trackID=1", "RTP/AVP/TCP;unicast;interleaved=2-3");
        RtspResponse response = server.Request("PLAY", Cam, Session, "Range: npt=10-20");
        Assert.Equal("npt=now-", response.Headers.Get("Range"));
        Assert.Equal(
            "url=rtsp://h/live/cam/trackID=0;seq=1000;rtptime=90000,url=rtsp://h/live/cam/trackID=1;seq=1001;rtptime=180000",
            response.Headers.Get("RTP-Info"));
        RtspServerEvent.PlayRequested play = server.Last<RtspServerEvent.PlayRequested>();
        Assert.Equal(TimeSpan.FromSeconds(10), play.Range?.Start);
        Assert.Equal([0, 1], play.Tracks.Select(track => track.Track));
    }

    [Fact]
    public void ViewerPlaysAgainAfterAPause()
    {
        TestServer server = In(RtspSessionState.Playing);
        Assert.Equal(RtspStatus.Ok, server.Request("PAUSE", Cam, Session).Status);
        server.Last<RtspServerEvent.Paused>();
        RtspResponse response = server.Request("PLAY", Cam, Session);
        server.Last<RtspServerEvent.PlayRequested>();
        Assert.True(response.Headers.Contains("RTP-Info"));
        Assert.Equal(RtspSessionState.Playing, server.Session.State);
    }

    [Fact]
    public void PlayWithoutARangeIsAPingWhilePlaying()
    {
        TestServer server = In(RtspSessionState.Playing);
        int events = server.Events.Count;
        Assert.Equal(RtspStatus.Ok, server.Request("PLAY", Cam, Session).Status);
        Assert.Equal(events, server.Events.Count);
        server.Request("PLAY", Cam, Session, "Range: npt=now-");
        server.Last<RtspServerEvent.PlayRequested>();
    }

    [Fact]
    public void PublisherRecordsTheTracksThatHeSetUp()
    {
        TestServer server = new();
        server.Announce("rtsp://h/new?user=x", "streamid=0", "streamid=1", "streamid=2");
        RtspServerEvent.AnnounceRequested announce = server.Last<RtspServerEvent.AnnounceRequested>();
        Assert.Equal(("new", "user=x"), (announce.StreamName, announce.Url.Query));
        Assert.Equal(RtspStatus.MethodNotValidInThisState, server.Request("RECORD", "rtsp://h/new").Status);
        server.Setup("rtsp://h/new?user=x/streamid=2", "RTP/AVP/TCP;unicast;interleaved=200-201;mode=record");
        server.Setup("rtsp://h/new?user=x/streamid=0", "RTP/AVP/TCP;unicast;interleaved=7-4;mode=record");
        Assert.Equal(RtspStatus.Ok, server.Request("RECORD", "rtsp://h/new?user=x", Session).Status);
        Assert.Equal([0, 2], server.Last<RtspServerEvent.RecordRequested>().Tracks.Select(track => track.Track));
        server.Send(Elements.Frame(4, 8));
        Assert.True(server.Session.Channels.TryGet(server.Frames[0].Channel, out int track, out bool isRtcp));
        Assert.Equal((0, true), (track, isRtcp));
    }

    [Fact]
    public void TooManyTracksAreRefused()
    {
        TestServer server = new();
        Assert.Equal(RtspStatus.BadRequest, server.Announce("rtsp://h/new", [.. Enumerable.Range(0, RtspLimits.MaxTracks + 1).Select(i => $"t{i}")]).Status);
        Assert.Equal(RtspSessionState.Init, server.Session.State);
    }

    [Fact]
    public void ConnectionBeginsAnotherSessionAfterATeardown()
    {
        TestServer server = In(RtspSessionState.Playing);
        Assert.False(server.Request("TEARDOWN", Cam + "/trackID=0", Session).Headers.Contains("Session"));
        server.Last<RtspServerEvent.TornDown>();
        Assert.False(server.Session.Channels.Any);
        Assert.Equal(RtspStatus.SessionNotFound, server.Request("PLAY", Cam, Session).Status);
        server.Request("DESCRIBE", Cam);
        RtspResponse setup = server.Setup(Cam + "/trackID=0");
        Assert.Equal($"{TestServer.SessionId}.2;timeout=60", setup.Headers.Get("Session"));
        Assert.Equal(RtspStatus.Ok, server.Request("PLAY", Cam, $"Session: {TestServer.SessionId}.2").Status);
    }

    [Fact]
    public void ResponsesFromThePeerAreNotRequests()
    {
        TestServer server = new();
        Assert.Equal("", server.Send("RTSP/1.0 200 OK\nCSeq: 1\n\n"));
        Assert.False(server.Session.IsEnded);
    }

    [Fact]
    public void RejectionCarriesTheDriversHeaders()
    {
        TestServer server = new() { Answers = false };
        server.Send($"DESCRIBE {Cam} RTSP/1.0\nCSeq: 3\n\n");
        RtspResponse challenge = new(RtspStatus.Unauthorized);
        challenge.Headers.Add(RtspHeaderNames.WwwAuthenticate, "Digest realm=\"x\"");
        Assert.True(server.Session.Reject(server.Last<RtspServerEvent.DescribeRequested>(), challenge, server.Output, server.Now));
        RtspResponse response = Assert.Single(server.TakeResponses());
        Assert.Equal((RtspStatus.Unauthorized, 3u), (response.Status, response.CSeq));
        Assert.Equal("Digest realm=\"x\"", response.Headers.Get("WWW-Authenticate"));
    }

    private static TestServer In(RtspSessionState state)
    {
        TestServer server = new();
        if (state is RtspSessionState.ReadyToRecord or RtspSessionState.Recording) server.Announce(Cam, "trackID=0", "trackID=1");
        if (state != RtspSessionState.Init) Assert.Equal(RtspStatus.Ok, server.Setup(Cam + "/trackID=0").Status);
        if (state == RtspSessionState.Playing) Assert.Equal(RtspStatus.Ok, server.Request("PLAY", Cam, Session).Status);
        if (state == RtspSessionState.Recording) Assert.Equal(RtspStatus.Ok, server.Request("RECORD", Cam, Session).Status);
        Assert.Equal(state, server.Session.State);
        return server;
    }
}
