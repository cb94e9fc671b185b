using System.Net;
using Headrace.Endpoints.Rtsp;
using Headrace.Endpoints.Rtsp.Udp;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Tests.Rtsp.Udp;

public sealed class MulticastTests
{
    private const string Asked = "Transport: RTP/AVP;multicast";

    [Fact]
    public async Task EachTrackHasAGroupOfItsOwnAndAllViewersHaveTheSame()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        List<string> transports = [];
        for (int i = 0; i < 2; i++)
        {
            await using TestViewer viewer = new(await server.ConnectAsync(), "cam");
            await viewer.DescribeAsync();
            foreach ((string url, _) in viewer.Tracks)
            {
                RtspTestReply reply = (await viewer.Client.RequestAsync("SETUP", url, Asked)).MustBe(200);
                viewer.Client.Session = reply["Session"]!.Split(';')[0];
                transports.Add(reply["Transport"]!);
            }
        }

        Assert.StartsWith("RTP/AVP;multicast;destination=224.1.0.1;source=127.0.0.1;ttl=16;port=8002-8003;ssrc=", transports[0], StringComparison.Ordinal);
        Assert.StartsWith("RTP/AVP;multicast;destination=224.1.0.2;source=127.0.0.1;ttl=16;port=8004-8005;ssrc=", transports[1], StringComparison.Ordinal);
        Assert.Equal(transports[..2], transports[2..]);
    }

    [Fact]
    public async Task DescriptionNamesTheGroupsWhereItIsAskedTo()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        await using RtspTestClient client = await server.ConnectAsync();
        RtspTestReply plain = (await client.RequestAsync("DESCRIBE", client.Url("cam"))).MustBe(200);
        Assert.DoesNotContain("224.1", plain.Body, StringComparison.Ordinal);
        RtspTestReply asked = (await client.RequestAsync("DESCRIBE", client.Url("cam") + "?vlcmulticast")).MustBe(200);
        Assert.Contains("m=video 8002 RTP/AVP 96\r\nc=IN IP4 224.1.0.1/16\r\n", asked.Body, StringComparison.Ordinal);
        Assert.Contains("m=audio 8004 RTP/AVP 97\r\nc=IN IP4 224.1.0.2/16\r\n", asked.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsSentToTheGroupIsWhatOthersGetToo()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync(plan: new PublishPlan { HasAudio = false });
        await publisher.SendAsync(3);
        await using TestViewer overTcp = await server.PlayAsync();
        await using TestViewer listener = new(await server.ConnectAsync(), "cam");
        await listener.DescribeAsync();
        RtspTestReply reply = (await listener.Client.RequestAsync("SETUP", listener.Tracks[0].Url, Asked)).MustBe(200);
        listener.Client.Session = reply["Session"]!.Split(';')[0];
        IPAddress group = IPAddress.Parse("224.1.0.1");
        using UdpSocket socket = UdpSocket.Open(new IPEndPoint(group, MulticastGroups.FirstPort), new UdpSocketOptions { IsShared = true });
        socket.Join(group, IPAddress.Loopback);
        UdpTestKeeper got = new();
        _ = socket.ReceiveAsync(got, TimeProvider.System);
        Assert.Null((await listener.PlayAsync())["RTP-Info"]);
        await publisher.SendAsync(30);
        RtpUnits units = new(isVideo: true);
        await Eventually.True(
            () =>
            {
                server.Time.Advance(TimeSpan.FromMilliseconds(1));
                while (got.Kept.TryDequeue(out byte[]? packet)) units.Add(packet);
                return units.Units.Count >= 33;
            },
            "33 pictures come by the group");
        await overTcp.ReadUntilAsync(() => overTcp.Video.Units.Count == 33);
        MadeUnit.AssertSame(publisher.SentVideo, units.Units);
        Assert.Equal(overTcp.Video.First, units.First);

        // The last one who listens ends it.
        (await listener.Client.RequestAsync("TEARDOWN", listener.Url)).MustBe(200);
        await publisher.SendAsync(5);
        await overTcp.ReadUntilAsync(() => overTcp.Video.Units.Count == 38);
        Assert.Empty(got.Kept);
    }

    [Fact]
    public async Task ListenersEndWithTheStream()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        await using TestViewer listener = new(await server.ConnectAsync(), "cam");
        await listener.DescribeAsync();
        RtspTestReply reply = (await listener.Client.RequestAsync("SETUP", listener.Tracks[0].Url, Asked)).MustBe(200);
        listener.Client.Session = reply["Session"]!.Split(';')[0];
        await listener.PlayAsync();
        Session session = await server.SessionOfAsync(listener.Client);
        await publisher.DisposeAsync();
        await Eventually.True(() => !server.Stream().HasPublisher, "the publisher is gone");
        server.Time.Advance(TimeSpan.FromSeconds(11));
        await Eventually.True(() => session.EndReason == SessionEndReason.PublisherGone, "the listener is let go");
    }

    [Fact]
    public async Task WhereMulticastIsOffItIsRefused()
    {
        await using TestServer server = new(rtsp: new RtspEndpointOptions { UdpPorts = new(0, 0), Transports = [RtspTransports.Tcp, RtspTransports.Udp] });
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        await using TestViewer viewer = new(await server.ConnectAsync(), "cam");
        await viewer.DescribeAsync();
        (await viewer.Client.RequestAsync("SETUP", viewer.Tracks[0].Url, Asked)).MustBe(461);
    }

    [Fact]
    public async Task NobodyPublishesToAGroup()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = new(await server.ConnectAsync(), "cam", server.Time, new PublishPlan());
        (await publisher.AnnounceAsync()).MustBe(200);
        (await publisher.Client.RequestAsync("SETUP", $"{publisher.Url}/video", Asked + ";mode=record")).MustBe(461);
    }

    [Fact]
    public async Task GroupsOfStreamsThatAreGoneAreGivenToOthersLast()
    {
        await using TestServer server = new();
        MulticastGroups groups = new();
        LiveStream first = server.Streams.Configure("first", new StreamOptions());
        LiveStream second = server.Streams.Configure("second", new StreamOptions());
        Assert.Equal(IPAddress.Parse("224.1.0.1"), groups.Find(first, 0));
        Assert.Equal(IPAddress.Parse("224.1.0.2"), groups.Find(first, 1));
        groups.Forget(stream => stream == first);
        Assert.Equal(IPAddress.Parse("224.1.0.3"), groups.Find(second, 0));
        for (int track = 1; track < MulticastGroups.MaxGroups; track++) Assert.NotNull(groups.Find(second, track));
        Assert.Null(groups.Find(second, MulticastGroups.MaxGroups));
        Assert.Equal(IPAddress.Parse("224.1.0.3"), groups.Find(second, 0));
        Assert.Equal(IPAddress.Parse("224.1.0.2"), groups.Find(second, MulticastGroups.MaxGroups - 1));
    }
}
