using System.Buffers.Binary;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Streaming.Sessions;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Rtsp.Udp;

public sealed class UdpViewerTests
{
    [Fact]
    public async Task ViewerOverUdpGetsTheNumbersThatHeWasToldAndAllUnits()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(30);
        await using TestViewer overTcp = await server.PlayAsync();
        await using UdpTestViewer viewer = await UdpTestViewer.StartAsync(server);
        await publisher.SendAsync(40);
        await viewer.WaitForVideoAsync(45);
        await overTcp.ReadUntilAsync(() => overTcp.Video.Units.Count == 45);
        MadeUnit.AssertSame(publisher.SentVideo.Skip(25), viewer.Video.Units);
        Assert.Equal(viewer.Viewer.InfoOf(0), (viewer.Video.First!.Value.Sequence, viewer.Video.First.Value.Timestamp));
        Assert.Equal(viewer.Viewer.InfoOf(1).Sequence, viewer.Audio.First!.Value.Sequence);
        Assert.Equal(overTcp.Video.First, viewer.Video.First);
        Assert.True(viewer.Peers.All(peer => !peer.Reports.IsEmpty), "sender reports come on the ports for RTCP");
    }

    [Fact]
    public async Task TransportNamesPortsSourceAndSsrc()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(5);
        await using UdpTestViewer viewer = await UdpTestViewer.StartAsync(server);
        await publisher.SendAsync(5);
        for (int track = 0; track < 2; track++)
        {
            uint ssrc = await viewer.SsrcAsync(track);
            int port = viewer.Peers[track].Port;
            Assert.Equal(
                $"RTP/AVP;unicast;source=127.0.0.1;client_port={port}-{port + 1};server_port={server.UdpPorts.Rtp.Port}-{server.UdpPorts.Rtcp.Port};ssrc={ssrc:X8}",
                viewer.Transports[track]);
        }
    }

    [Fact]
    public async Task PacketsGoToThePeerAndNowhereElse()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(5);
        TestViewer viewer = new(await server.ConnectAsync(), "cam");
        await viewer.DescribeAsync();
        using UdpTestPeer mine = new();
        using UdpTestPeer victim = new(System.Net.IPAddress.Parse("127.0.0.9"));
        string transport = $"RTP/AVP;unicast;destination=127.0.0.9;client_port={mine.Port}-{mine.Port + 1}";
        RtspTestReply reply = (await viewer.Client.RequestAsync("SETUP", viewer.Tracks[0].Url, $"Transport: {transport}")).MustBe(200);
        Assert.DoesNotContain("127.0.0.9", reply["Transport"], StringComparison.Ordinal);
        viewer.Client.Session = reply["Session"]!.Split(';')[0];
        await viewer.PlayAsync();
        await publisher.SendAsync(5);
        await Eventually.True(() => mine.Packets.Count > 5, "packets come");
        Assert.Empty(victim.Packets);
        await viewer.DisposeAsync();
    }

    [Fact]
    public async Task PauseStopsAndPlayBeginsAnewAtAKeyFrame()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(30);
        await using UdpTestViewer viewer = await UdpTestViewer.StartAsync(server);
        await viewer.WaitForVideoAsync(5);
        (await viewer.Viewer.Client.RequestAsync("PAUSE", viewer.Viewer.Url)).MustBe(200);
        await publisher.SendAsync(20);
        viewer.Drain();
        await viewer.Viewer.PlayAsync();
        int before = viewer.Video.Units.Count;
        foreach (RtpUnits units in (RtpUnits[])[viewer.Video, viewer.Audio]) units.NextSequence = null;
        await publisher.SendAsync(5);
        await viewer.WaitForVideoAsync(before + 5);
        Assert.True(viewer.Video.Units[before].IsKey);
        MadeUnit.AssertSame(publisher.SentVideo.Skip(25), viewer.Video.Units[before..]);
    }

    [Theory]
    [InlineData("nothing", true)]
    [InlineData("RTCP", false)]
    [InlineData("GET_PARAMETER", false)]
    public async Task ViewerLivesAsLongAsHeSaysSo(string sign, bool ends)
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        await using UdpTestViewer viewer = await UdpTestViewer.StartAsync(server);
        Session session = await server.SessionOfAsync(viewer.Viewer.Client);
        for (int i = 0; i < 7; i++)
        {
            await publisher.SendAsync(1);
            server.Time.Advance(TimeSpan.FromSeconds(9));
            long received = session.BytesIn;
            if (sign == "RTCP") viewer.Peers[0].SendRtcp(Report(1, default));
            if (sign == "GET_PARAMETER") (await viewer.Viewer.Client.RequestAsync(sign, viewer.Viewer.Url)).MustBe(200);
            if (sign == "RTCP") await Eventually.True(() => session.BytesIn > received, "the report has come");
        }

        Assert.Equal(ends ? SessionEndReason.TimedOut : null, session.EndReason);
    }

    [Fact]
    public async Task WhatHeReportsIsShown()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        await using UdpTestViewer viewer = await UdpTestViewer.StartAsync(server);
        uint ssrc = await viewer.SsrcAsync(0);
        byte[] sent = await Eventually.Value(() => viewer.Peers[0].Reports.TryPeek(out byte[]? bytes) ? bytes : null, () => "a sender report comes");
        Assert.Equal(ssrc, BinaryPrimitives.ReadUInt32BigEndian(sent.AsSpan(4)));
        uint middle = BinaryPrimitives.ReadUInt32BigEndian(sent.AsSpan(10));
        Session session = await server.SessionOfAsync(viewer.Viewer.Client);
        Assert.Null(session.Quality);
        server.Time.Advance(TimeSpan.FromMilliseconds(500));
        viewer.Peers[0].SendRtcp(Report(ssrc, new RtcpReportBlock(ssrc, 64, 12, 99, 900, middle, 65_536 / 4)));
        ReceptionQuality quality = await Eventually.Value(() => session.Quality, () => "the report is taken");
        Assert.Equal((0.25, 12L, TimeSpan.FromMilliseconds(10)), (quality.FractionLost, quality.PacketsLost, quality.Jitter));
        Assert.InRange(quality.RoundTrip!.Value, TimeSpan.FromMilliseconds(249), TimeSpan.FromMilliseconds(251));
    }

    [Fact]
    public async Task ViewerWhoVanishedHarmsNobody()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        await using UdpTestViewer gone = await UdpTestViewer.StartAsync(server);
        await using UdpTestViewer viewer = await UdpTestViewer.StartAsync(server);
        foreach (UdpTestPeer peer in gone.Peers) peer.Dispose();
        await publisher.SendAsync(50);
        await viewer.WaitForVideoAsync(53);
        MadeUnit.AssertSame(publisher.SentVideo, viewer.Video.Units);
    }

    [Fact]
    public async Task TracksOfASessionGoOneWay()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        await using TestViewer viewer = new(await server.ConnectAsync(), "cam");
        await viewer.DescribeAsync();
        await viewer.SetUpAsync(0, 0);
        (await viewer.Client.RequestAsync("SETUP", viewer.Tracks[1].Url, "Transport: RTP/AVP;unicast;client_port=5000-5001")).MustBe(461);
        await viewer.SetUpAsync(1, 2);
        await viewer.PlayAsync();
    }

    private static byte[] Report(uint ssrc, RtcpReportBlock block)
    {
        byte[] bytes = new byte[64];
        RtcpWriter writer = new(bytes);
        writer.WriteReceiverReport(ssrc + 1, block.Ssrc == 0 ? [] : [block]);
        return bytes[..writer.Length];
    }
}
