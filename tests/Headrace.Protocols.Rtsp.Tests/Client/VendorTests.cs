using Headrace.Protocols.Rtsp.Client;
using Headrace.Protocols.Rtsp.Headers;

namespace Headrace.Protocols.Rtsp.Tests.Client;

/// <summary>What cameras do that the specification does not know. Each case says what the client asks for in the end.</summary>
public class VendorTests
{
    private const string Head = "v=0\ns=cam\n";
    private const string TwoTracks = "rtsp://camera/live/cam/trackID=0 rtsp://camera/live/cam/trackID=1 rtsp://camera/live/cam/";

    /// <summary>Name, description, headers of its answer, and the URLs of both SETUPs and of PLAY.</summary>
    public static readonly TheoryData<string, string, string, string> Controls = new()
    {
        { "relative controls", Head + ScriptedCamera.Video + ScriptedCamera.Audio, "Content-Base: rtsp://camera/live/cam/\n", TwoTracks },
        { "base without a slash", Head + ScriptedCamera.Video + ScriptedCamera.Audio, "Content-Base: rtsp://camera/live/cam\n", TwoTracks.TrimEnd('/') },
        { "Content-Location in its place", Head + ScriptedCamera.Video + ScriptedCamera.Audio, "Content-Location: rtsp://camera/other/\n", "rtsp://camera/other/trackID=0 rtsp://camera/other/trackID=1 rtsp://camera/other/" },
        { "no base: the request's URL", Head + ScriptedCamera.Video + ScriptedCamera.Audio, "", TwoTracks.TrimEnd('/') },
        { "base without a scheme (libstreaming of Android)", Head + ScriptedCamera.Video + ScriptedCamera.Audio, "Content-Base: camera:8086/\n", TwoTracks.TrimEnd('/') },
        { "base that is no URL", Head + ScriptedCamera.Video + ScriptedCamera.Audio, "Content-Base: \n", TwoTracks.TrimEnd('/') },
        { "base with an address of its own network", Head + ScriptedCamera.Video + ScriptedCamera.Audio, "Content-Base: rtsp://192.168.1.2:554/live/cam/\n", "rtsp://192.168.1.2:554/live/cam/trackID=0 rtsp://192.168.1.2:554/live/cam/trackID=1 rtsp://192.168.1.2:554/live/cam/" },
        { "base with a query (Dahua)", Head + ScriptedCamera.Video + ScriptedCamera.Audio, "Content-Base: rtsp://camera/cam/realmonitor?channel=1&subtype=0/\n", "rtsp://camera/cam/realmonitor?channel=1&subtype=0/trackID=0 rtsp://camera/cam/realmonitor?channel=1&subtype=0/trackID=1 rtsp://camera/cam/realmonitor?channel=1&subtype=0/" },
        { "absolute controls (Hikvision)", Head + "a=control:rtsp://camera/live/\nm=video 0 RTP/AVP 96\na=control:rtsp://camera/live/trackID=1?mode=unicast\nm=audio 0 RTP/AVP 0\na=control:rtsp://camera/live/trackID=2\n", "", "rtsp://camera/live/trackID=1?mode=unicast rtsp://camera/live/trackID=2 rtsp://camera/live/" },
        { "star for the whole", Head + "a=control:*\n" + ScriptedCamera.Video + ScriptedCamera.Audio, "Content-Base: rtsp://camera/live/cam/\n", TwoTracks },
        { "star for tracks", Head + "m=video 0 RTP/AVP 96\na=control:*\nm=audio 0 RTP/AVP 0\na=control:*\n", "", "rtsp://camera/live/cam rtsp://camera/live/cam rtsp://camera/live/cam" },
        { "no control at all", Head + "m=video 0 RTP/AVP 96\nm=audio 0 RTP/AVP 0\n", "", "rtsp://camera/live/cam rtsp://camera/live/cam rtsp://camera/live/cam" },
        { "control for the whole that is relative", Head + "a=control:sub\n" + ScriptedCamera.Video + ScriptedCamera.Audio, "", "rtsp://camera/live/cam/sub/trackID=0 rtsp://camera/live/cam/sub/trackID=1 rtsp://camera/live/cam/sub" },
        { "control with a slash before it", Head + "m=video 0 RTP/AVP 96\na=control:/video\nm=audio 0 RTP/AVP 0\na=control:/audio\n", "Content-Base: rtsp://camera/live/cam/\n", "rtsp://camera/live/cam/video rtsp://camera/live/cam/audio rtsp://camera/live/cam/" },
        { "control that is a query", Head + "m=video 0 RTP/AVP 96\na=control:?track=1\nm=audio 0 RTP/AVP 0\na=control:?track=2\n", "Content-Base: rtsp://camera/live/cam/\n", "rtsp://camera/live/cam?track=1 rtsp://camera/live/cam?track=2 rtsp://camera/live/cam/" },
        { "credentials in the base", Head + ScriptedCamera.Video + ScriptedCamera.Audio, "Content-Base: rtsp://admin:secret@camera/live/cam/\n", TwoTracks },
        { "empty lines and no version line", "\n\n" + ScriptedCamera.Video + "\n" + ScriptedCamera.Audio, "Content-Base: rtsp://camera/live/cam/\n", TwoTracks },
    };

    [Theory]
    [MemberData(nameof(Controls))]
    public void TracksAreAskedForWhereTheCameraHasThem(string name, string sdp, string headers, string urls)
    {
        Assert.NotEmpty(name);
        foreach (string lineEnd in new[] { "\n", "\r\n", "\r" })
        {
            TestClient client = new TestClient(new ScriptedCamera { Sdp = sdp.Replace("\n", lineEnd, StringComparison.Ordinal), DescribeHeaders = headers }.Talk).Run();
            Assert.Equal(RtspClientState.Playing, client.Session.State);
            Assert.Equal(urls, string.Join(' ', client.Sent.Skip(2).Select(request => request.Uri)));
        }
    }

    /// <summary>Name, Transport headers of the answers to both SETUPs, and the channels that are listened to.</summary>
    public static readonly TheoryData<string, string, string, string> Channels = new()
    {
        { "as asked", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1", "Transport: RTP/AVP/TCP;unicast;interleaved=2-3", "0-1 2-3" },
        { "others than asked (Vivotek)", "Transport: RTP/AVP/TCP;interleaved=0-1", "Transport: RTP/AVP/TCP;interleaved=4-5", "0-1 4-5" },
        { "swapped", "Transport: RTP/AVP/TCP;interleaved=2-3", "Transport: RTP/AVP/TCP;interleaved=0-1", "2-3 0-1" },
        { "the same for both tracks", "Transport: RTP/AVP/TCP;interleaved=0-1", "Transport: RTP/AVP/TCP;interleaved=0-1", "0-1 2-3" },
        { "none", "Transport: RTP/AVP/TCP;unicast", "Transport: RTP/AVP/TCP;unicast", "0-1 2-3" },
        { "one number", "Transport: RTP/AVP/TCP;interleaved=6", "Transport: RTP/AVP/TCP;interleaved=8", "6-7 8-9" },
        { "no Transport header", "X: y", "X: y", "0-1 2-3" },
        { "unreadable", "Transport: TCP", "Transport: ;;;", "0-1 2-3" },
    };

    [Theory]
    [MemberData(nameof(Channels))]
    public void MediaIsExpectedOnTheChannelsThatTheCameraNames(string name, string first, string second, string channels)
    {
        Assert.NotEmpty(name);
        ScriptedCamera camera = new ScriptedCamera()
            .Answer("SETUP", $"RTSP/1.0 200 OK\nCSeq: {{cseq}}\nSession: 1\n{first}\n\n")
            .Answer("SETUP", $"RTSP/1.0 200 OK\nCSeq: {{cseq}}\nSession: 1\n{second}\n\n");
        TestClient client = new TestClient(camera.Talk).Run();
        Assert.Equal(channels, string.Join(' ', client.Tracks.Select(track => track.Transport.Interleaved)));
        foreach (var track in client.Tracks)
        {
            Assert.True(client.Session.Channels.TryGet(track.Transport.Interleaved!.Value.Rtp, out int index, out bool isRtcp));
            Assert.Equal((track.Track, false), (index, isRtcp));
        }
    }

    [Theory]
    [InlineData("12345;timeout=60", "12345", 30)]
    [InlineData("12345", "12345", 30)]
    [InlineData("12345; timeout = 20", "12345", 10)]
    [InlineData("12345;timeout=0", "12345", 30)]
    [InlineData("12345;timeout=1", "12345", 1)]
    [InlineData("12345;timeout=86400", "12345", 30)]
    [InlineData("abc=;timeout=never", "abc=", 30)]
    public void SignsOfLifeComeAtHalfOfTheTimeout(string session, string id, int seconds)
    {
        TestClient client = new TestClient(new ScriptedCamera { Session = session }.Talk).Run();
        int before = client.Sent.Count;
        client.RunUntil(client.Now + TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(before, client.Sent.Count);
        client.RunUntil(client.Now + TimeSpan.FromMilliseconds(1));
        Assert.Equal("GET_PARAMETER", client.Sent[^1].MethodToken);
        Assert.Equal(id, client.Sent[^1].Headers.Get("Session"));
        client.RunUntil(client.Now + TimeSpan.FromSeconds(10 * seconds));
        Assert.Equal(before + 11, client.Sent.Count);
    }

    [Fact]
    public void CameraWithoutSessionIsPlayedWithoutOne()
    {
        ScriptedCamera camera = new ScriptedCamera().Always("SETUP", "RTSP/1.0 200 OK\nCSeq: {cseq}\n\n");
        TestClient client = new TestClient(camera.Talk).Run();
        Assert.Equal(RtspClientState.Playing, client.Session.State);
        Assert.All(client.Sent, request => Assert.False(request.Headers.Contains("Session")));
    }

    [Fact]
    public void OptionsAreTheSignOfLifeOfWhoDoesNotNameGetParameter()
    {
        TestClient client = new TestClient(new ScriptedCamera { Public = "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN" }.Talk).Run();
        client.RunUntil(client.Now + TimeSpan.FromSeconds(30));
        Assert.Equal("OPTIONS rtsp://camera/live/cam/", client.Lines.Last());
    }

    [Theory]
    [InlineData("RTSP/1.0 405 Method Not Allowed\nCSeq: {cseq}\n\n")]
    [InlineData("RTSP/1.0 454 Session Not Found\nCSeq: {cseq}\n\n")] // thingino on MJSXJ03HL
    [InlineData("RTSP/1.0 400 Bad Request\nCSeq: 4\n\n")] // C520WS: the number of another request
    [InlineData("RTSP/1.0 501 Not Implemented\n\n")] // no number at all
    public void RefusedSignOfLifeCostsNothingAndIsFollowedByOptions(string refusal)
    {
        TestClient client = new TestClient(new ScriptedCamera().Always("GET_PARAMETER", refusal).Talk).Run();
        client.RunUntil(client.Now + TimeSpan.FromSeconds(90));
        Assert.Equal(RtspClientState.Playing, client.Session.State);
        Assert.Equal(["GET_PARAMETER", "OPTIONS", "OPTIONS"], client.Sent.TakeLast(3).Select(request => request.MethodToken));
    }

    [Fact]
    public void CameraThatNeverAnswersSignsOfLifeIsKept()
    {
        TestClient client = new TestClient(new ScriptedCamera().Always("GET_PARAMETER", "").Talk).Run();
        int before = client.Sent.Count;
        client.RunUntil(client.Now + TimeSpan.FromSeconds(400));
        Assert.Equal(RtspClientState.Playing, client.Session.State);
        Assert.Equal(before + 10, client.Sent.Count);
    }

    [Fact]
    public void LateAnswerToAGivenUpSignOfLifeIsNotTakenForTheNextOne()
    {
        TestClient client = new TestClient(new ScriptedCamera().Always("GET_PARAMETER", "").Talk).Run();
        client.RunUntil(client.Now + TimeSpan.FromSeconds(75));
        uint given = client.Sent[^2].CSeq!.Value;
        client.Receive(Elements.Bytes($"RTSP/1.0 400 Bad Request\nCSeq: {given}\n\n"));
        client.RunUntil(client.Now + TimeSpan.FromSeconds(60));
        Assert.Equal("GET_PARAMETER", client.Sent[^1].MethodToken);
    }

    [Fact]
    public void RefusedOptionsDoNotStopTheDescription()
    {
        TestClient client = new TestClient(new ScriptedCamera().Always("OPTIONS", "RTSP/1.0 501 Not Implemented\nCSeq: {cseq}\n\n").Talk).Run();
        Assert.Equal(RtspClientState.Playing, client.Session.State);
    }

    [Fact]
    public void TrackThatCannotBeSetUpDoesNotStopTheOthers()
    {
        ScriptedCamera camera = new ScriptedCamera { Sdp = Head + "m=application 0 RTP/AVP 107\na=control:trackID=9\n" + ScriptedCamera.Video + ScriptedCamera.Audio }
            .Answer("SETUP", "RTSP/1.0 500 Internal Server Error\nCSeq: {cseq}\n\n");
        TestClient client = new TestClient(camera.Talk).Run();
        Assert.Equal(RtspClientState.Playing, client.Session.State);
        Assert.Equal([1, 2], client.Tracks.Select(track => track.Track));
    }

    [Theory]
    [InlineData("shorter than the body", 60)]
    [InlineData("much shorter", 20)]
    public void DescriptionThatIsLongerThanItsLengthIsReadAsFarAsItGoes(string name, int length)
    {
        Assert.NotEmpty(name);
        string sdp = Head + ScriptedCamera.Video + "a=x:" + new string('x', 300) + "\n";
        int told = Head.Length + length;
        ScriptedCamera camera = new ScriptedCamera().Answer("DESCRIBE", $"RTSP/1.0 200 OK\nCSeq: {{cseq}}\nContent-Base: rtsp://camera/live/cam/\nContent-Length: {told}\n\n{sdp}");
        TestClient client = new TestClient(camera.Talk).Run();
        Assert.Equal(RtspClientState.Playing, client.Session.State);
    }

    [Fact]
    public void DescriptionThatIsShorterThanItsLengthIsATimeoutThatSaysSo()
    {
        ScriptedCamera camera = new ScriptedCamera().Answer("DESCRIBE", $"RTSP/1.0 200 OK\nCSeq: {{cseq}}\nContent-Length: 5000\n\n{Head}");
        TestClient client = new TestClient(camera.Talk).Run();
        client.RunUntil(client.Now + TimeSpan.FromSeconds(10));
        Assert.Equal(RtspClientEndReason.TimedOut, client.End.Reason);
        Assert.Equal("DESCRIBE was not answered within 10 s", client.End.Text);
    }

    [Fact]
    public void FramesBeforeTheAnswerToPlayAreFrames()
    {
        TestClient? client = null;
        ScriptedCamera camera = new ScriptedCamera().Answer("PLAY", "");
        client = new TestClient(camera.Talk).Run();
        client.Receive([.. Elements.Frame(0, 40), .. Elements.Frame(2, 40), .. Elements.Bytes("RTSP/1.0 200 OK\nCSeq: 5\nSession: 12345\n\n"), .. Elements.Frame(0, 40)]);
        Assert.Equal(RtspClientState.Playing, client.Session.State);
        Assert.Equal(3, client.Frames.Count);
    }

    [Fact]
    public void TransportOfTheAnswerHoldsWhereItIsOfTheKindAskedFor()
    {
        ScriptedCamera camera = new ScriptedCamera { Sdp = Head + ScriptedCamera.Video }
            .Answer("SETUP", "RTSP/1.0 200 OK\nCSeq: {cseq}\nSession: 1\nTransport: RTP/AVP;unicast;client_port=5000-5001;server_port=6000-6001;source=10.0.0.9;ssrc=0A0B0C0D\n\n");
        TestClient udp = new TestClient(camera.Talk, transport: RtspClientTransport.Udp).Run();
        TransportSpec agreed = Assert.Single(udp.Tracks).Transport;
        Assert.Equal((new PortPair(6000, 6001), "10.0.0.9", 0x0A0B0C0Du), (agreed.ServerPorts, agreed.Source, agreed.Ssrc));

        ScriptedCamera stubborn = new ScriptedCamera().Always("SETUP", "RTSP/1.0 200 OK\nCSeq: {cseq}\nSession: 1\nTransport: RTP/AVP;unicast;client_port=5000-5001\n\n");
        Assert.Equal(RtspClientEndReason.UnsupportedTransport, new TestClient(stubborn.Talk).Run().End.Reason);
    }
}
