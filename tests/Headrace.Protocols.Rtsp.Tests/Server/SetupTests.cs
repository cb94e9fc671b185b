using Headrace.Protocols.Rtsp.Headers;
using Headrace.Protocols.Rtsp.Server;

namespace Headrace.Protocols.Rtsp.Tests.Server;

public class SetupTests
{
    private const string Cam = "rtsp://h/live/cam";

    public static readonly TheoryData<string, string?> Transports = new()
    {
        // asked for, answered (null: 461)
        { "RTP/AVP/TCP;unicast;interleaved=0-1", "RTP/AVP/TCP;unicast;interleaved=0-1;ssrc=000000A0" },
        { "RTP/AVP/TCP;unicast;interleaved=254-255", "RTP/AVP/TCP;unicast;interleaved=254-255;ssrc=000000A0" },
        { "RTP/AVP/TCP;unicast;interleaved=9-4", "RTP/AVP/TCP;unicast;interleaved=9-4;ssrc=000000A0" },
        { "RTP/AVP/TCP;unicast", "RTP/AVP/TCP;unicast;interleaved=0-1;ssrc=000000A0" },
        { "RTP/AVP/TCP;unicast;interleaved=0-1;mode=\"PLAY\"", "RTP/AVP/TCP;unicast;interleaved=0-1;ssrc=000000A0;mode=play" },
        { "RTP/AVP;unicast;client_port=1-2, RTP/AVP/TCP;unicast;interleaved=0-1", "RTP/AVP/TCP;unicast;interleaved=0-1;ssrc=000000A0" },
        { "RTP/SAVP/TCP;unicast;interleaved=0-1,RTP/AVP/TCP;unicast;interleaved=2-3", "RTP/AVP/TCP;unicast;interleaved=2-3;ssrc=000000A0" },
        { "RTP/AVP/UDP;unicast;client_port=5562-5563", null },
        { "RTP/AVP;multicast", null },
        { "RTP/SAVP/TCP;unicast;interleaved=0-1", null },
        { "RAW/RAW/UDP;unicast", null },
        { "", null },
    };

    [Theory]
    [MemberData(nameof(Transports))]
    public void FirstAlternativeThatIsOfferedIsAgreedOn(string asked, string? answered)
    {
        TestServer server = new();
        server.Request("DESCRIBE", Cam);
        RtspResponse response = server.Setup(Cam + "/trackID=0", asked);
        Assert.Equal(answered is null ? RtspStatus.UnsupportedTransport : RtspStatus.Ok, response.Status);
        Assert.Equal(answered, response.Headers.Get("Transport"));
        Assert.Equal(answered is null ? null : $"{TestServer.SessionId};timeout=60", response.Headers.Get("Session"));
    }

    [Fact]
    public void SetupWithoutATransportIsABadRequest()
    {
        TestServer server = new();
        server.Request("DESCRIBE", Cam);
        Assert.Equal(RtspStatus.BadRequest, server.Request("SETUP", Cam + "/trackID=0").Status);
    }

    [Fact]
    public void ChannelsAreChosenWhereTheClientNamesNone()
    {
        TestServer server = new();
        server.Setup(Cam + "/trackID=0", "RTP/AVP/TCP;unicast;interleaved=1-2");
        RtspResponse response = server.Setup(Cam + "/trackID=1", "RTP/AVP/TCP;unicast");
        Assert.Contains("interleaved=4-5", response.Headers.Get("Transport"), StringComparison.Ordinal);
    }

    [Fact]
    public void ViewerWhoAsksForTakenChannelsGetsOthers()
    {
        TestServer server = new();
        server.Setup(Cam + "/trackID=0", "RTP/AVP/TCP;unicast;interleaved=0-1");
        RtspResponse response = server.Setup(Cam + "/trackID=1", "RTP/AVP/TCP;unicast;interleaved=0-1");
        Assert.Contains("interleaved=2-3", response.Headers.Get("Transport"), StringComparison.Ordinal);
        Assert.Equal([new ChannelPair(0, 1), new ChannelPair(2, 3)], server.Session.Tracks.Select(track => track.Transport.Interleaved!.Value));
    }

    [Fact]
    public void PublisherWhoAsksForTakenChannelsIsRefused()
    {
        TestServer server = new();
        server.Announce("rtsp://h/new", "0", "1");
        server.Setup("rtsp://h/new/0", "RTP/AVP/TCP;unicast;interleaved=0-1;mode=record");
        RtspResponse response = server.Setup("rtsp://h/new/1", "RTP/AVP/TCP;unicast;interleaved=1-2;mode=record");
        Assert.Equal((RtspStatus.BadRequest, "Interleaved channels in use"), (response.Status, response.Reason));
        Assert.Single(server.Session.Tracks);
    }

    [Fact]
    public void TrackIsSetUpAgainWithOtherChannels()
    {
        TestServer server = new();
        server.Setup(Cam + "/trackID=0", "RTP/AVP/TCP;unicast;interleaved=0-1");
        server.Setup(Cam + "/trackID=0", "RTP/AVP/TCP;unicast;interleaved=6-7");
        Assert.False(server.Session.Channels.Contains(0));
        Assert.True(server.Session.Channels.Contains(6));
        Assert.Single(server.Session.Tracks);
    }

    [Fact]
    public void SetupWithoutADescribeAsksForTheStream()
    {
        TestServer server = new();
        Assert.Equal(RtspStatus.Ok, server.Setup(Cam + "/trackID=1").Status);
        Assert.Equal("live/cam", server.Last<RtspServerEvent.DescribeRequested>().StreamName);
        Assert.Equal(1, Assert.Single(server.Session.Tracks).Track);
        Assert.Equal(RtspStatus.NotFound, new TestServer().Setup("rtsp://h/nobody/trackID=1").Status);
    }

    [Theory]
    [InlineData("rtsp://h/single", RtspStatus.Ok)]
    [InlineData("rtsp://h/single/", RtspStatus.Ok)]
    [InlineData("rtsp://h/single/trackID=1", RtspStatus.NotFound)]
    [InlineData("rtsp://h/live/cam", RtspStatus.AggregateOperationNotAllowed)]
    [InlineData("rtsp://h/live/cam/trackID=2", RtspStatus.NotFound)]
    public void SetupOfTheWholeWorksWhereThereIsOneTrack(string uri, RtspStatus status)
    {
        TestServer server = new();
        Assert.Equal(status, server.Setup(uri).Status);
    }

    [Fact]
    public void TracksWithoutControlsAreSetUpInTheirOrder()
    {
        TestServer server = new();
        server.Request("DESCRIBE", "rtsp://h/bare");
        server.Setup("rtsp://h/bare/", "RTP/AVP/TCP;unicast");
        server.Setup("rtsp://h/bare/", "RTP/AVP/TCP;unicast");
        Assert.Equal(RtspStatus.AggregateOperationNotAllowed, server.Setup("rtsp://h/bare/", "RTP/AVP/TCP;unicast").Status);
        Assert.Equal([0, 1], server.Session.Tracks.Select(track => track.Track));
    }

    [Fact]
    public void TracksOfTwoStreamsDoNotMix()
    {
        TestServer server = new();
        server.Setup(Cam + "/trackID=0");
        Assert.Equal(RtspStatus.AggregateOperationNotAllowed, server.Setup("rtsp://h/single/trackID=0").Status);
        Assert.True(server.Last<RtspServerEvent.DescribeRequested>().BindsSession);
        Assert.Equal(RtspStatus.Ok, server.Request("DESCRIBE", "rtsp://h/single").Status);
        Assert.False(server.Last<RtspServerEvent.DescribeRequested>().BindsSession);
        Assert.Equal(RtspStatus.Ok, server.Setup(Cam + "/trackID=1", "RTP/AVP/TCP;unicast").Status);
    }

    [Fact]
    public void OtherStreamMayBeSetUpThanWasDescribed()
    {
        TestServer server = new();
        server.Request("DESCRIBE", Cam);
        Assert.Equal(RtspStatus.Ok, server.Setup("rtsp://h/single/trackID=0").Status);
        Assert.Equal("rtsp://h/single/trackID=0", Assert.Single(server.Session.Tracks).Url);
    }

    [Fact]
    public void PortsAreTheDriversChoiceOverUdp()
    {
        TestServer server = new(new RtspServerOptions { Transports = RtspTransports.Tcp | RtspTransports.Udp });
        RtspResponse response = server.Setup(Cam + "/trackID=1", "RTP/AVP/UDP;unicast;client_port=5562-5563");
        RtspServerEvent.SetupRequested setup = server.Last<RtspServerEvent.SetupRequested>();
        Assert.Equal((1, new PortPair(5562, 5563)), (setup.Track, setup.Transport.ClientPorts!.Value));
        Assert.Equal("RTP/AVP;unicast;client_port=5562-5563;server_port=8000-8001", response.Headers.Get("Transport"));
        Assert.False(server.Session.Channels.Any);
        Assert.Equal(RtspStatus.UnsupportedTransport, server.Setup(Cam + "/trackID=0", "RTP/AVP/UDP;unicast").Status);
        Assert.Equal(RtspStatus.Ok, server.Setup(Cam + "/trackID=1", "RTP/AVP/TCP;unicast").Status);
        Assert.Equal(LowerTransport.Tcp, Assert.Single(server.Session.Tracks).Transport.Lower);
    }

    [Theory]
    [InlineData("tcp before udp", RtspTransports.Tcp, "RTP/AVP/TCP;unicast;interleaved=0-1")]
    [InlineData("udp before tcp", RtspTransports.Udp, "RTP/AVP;unicast;client_port=5562-5563")]
    [InlineData("one that the client does not offer", RtspTransports.Multicast, "RTP/AVP;unicast;client_port=5562-5563")]
    public void ServersPreferenceChoosesAmongTheClientsAlternatives(string name, RtspTransports preferred, string expected)
    {
        TestServer server = new(new RtspServerOptions { Transports = RtspTransports.Tcp | RtspTransports.Udp | RtspTransports.Multicast, Preference = [preferred] });
        RtspResponse response = server.Setup(Cam + "/trackID=0", "RTP/AVP;unicast;client_port=5562-5563,RTP/AVP/TCP;unicast;interleaved=0-1");
        Assert.True(response.Headers.Get("Transport")!.StartsWith(expected, StringComparison.Ordinal), name);
    }

    [Fact]
    public void TracksOfASessionGoOneWay()
    {
        TestServer server = new(new RtspServerOptions { Transports = RtspTransports.Tcp | RtspTransports.Udp });
        server.Setup(Cam + "/trackID=0", "RTP/AVP;unicast;client_port=5562-5563");
        Assert.Equal(RtspStatus.UnsupportedTransport, server.Setup(Cam + "/trackID=1", "RTP/AVP/TCP;unicast").Status);
        Assert.Equal(RtspStatus.Ok, server.Setup(Cam + "/trackID=1", "RTP/AVP/TCP;unicast,RTP/AVP;unicast;client_port=5564-5565").Status);
        Assert.All(server.Session.Tracks, track => Assert.Equal(LowerTransport.Udp, track.Transport.Lower));
    }

    [Fact]
    public void CredentialsInTheUrlAreNotRepeated()
    {
        TestServer server = new();
        server.Setup("rtsp://user:secret@h/live/cam/trackID=0");
        Assert.DoesNotContain("secret", server.Send($"PLAY rtsp://user:secret@h/live/cam RTSP/1.0\nCSeq: 1\n\n"), StringComparison.Ordinal);
    }
}
