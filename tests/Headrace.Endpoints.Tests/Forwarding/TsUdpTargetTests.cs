using System.Net;
using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Checking;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Endpoints.Tests.Rtsp.Udp;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Tracks;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Forwarding;

public sealed class TsUdpTargetTests
{
    private const int Video = 0x100;

    [Theory]
    [InlineData("", 1316)]
    [InlineData("?pkt_size=188", 188)]
    [InlineData("?pkt_size=3760", 3760)]
    public async Task EveryPictureComesAsTransportPacketsInDatagrams(string query, int datagram)
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(5);
        using UdpTestPeer peer = new();
        await using TestForward forward = new(server, $"udp+mpegts://127.0.0.1:{peer.Port}{query}");
        await forward.StateAsync(ForwardState.Forwarding);
        for (int i = 0; i < 50; i++) await publisher.SendAsync(1);

        TsChecker checker = new();
        await Eventually.True(
            () =>
            {
                while (peer.Packets.TryDequeue(out byte[]? packet))
                {
                    Assert.True(packet.Length <= datagram && packet.Length % TsPacket.Size == 0, $"{packet.Length} bytes");
                    checker.Read(packet);
                }

                return checker.Streams.GetValueOrDefault(Video)?.Units >= 54;
            },
            "54 pictures come");
        Assert.Empty(checker.Findings);
        Assert.True(forward.Now.BytesSent > 50 * 2_500, $"{forward.Now.BytesSent} bytes");
        Assert.Equal(("udp", 0L, 0), (forward.Now.Protocol, forward.Now.Skips, forward.Now.Tries));
        Assert.True(server.Stream().Snapshot().BytesOut >= forward.Now.BytesSent - 100_000);
    }

    [Fact]
    public async Task GroupIsSentToByTheInterfaceThatIsNamed()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(2);
        using UdpTestPeer peer = new(IPAddress.Any);
        IPAddress group = IPAddress.Parse("239.77.1.9");
        peer.Join(group, IPAddress.Loopback);
        await using TestForward forward = new(server, $"udp+mpegts://{group}:{peer.Port}?ttl=0&localaddr=127.0.0.1");
        await forward.StateAsync(ForwardState.Forwarding);
        await publisher.SendAsync(5);
        await Eventually.True(() => !peer.Packets.IsEmpty, "datagrams come to the group");
    }

    [Fact]
    public async Task WhatRulesDoNotAllowIsSaid()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(2);
        await using TestForward forward = new(server, "udp+mpegts://127.0.0.1:9", with: context => context with { Allows = static _ => false });
        await forward.StateAsync(ForwardState.Failed);
        Assert.Contains("is not allowed for targets made through the API", forward.Now.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StreamOfWhichNothingCanBeCarriedSaysSo()
    {
        await using TestServer server = new();
        AnnouncedTrack sound = new(G711Codec.MuLaw, G711Format.Of(G711Codec.MuLaw), ParameterSets.Empty, 8000);
        Assert.Equal(PublishRefusal.None, server.Streams.TryPublish("cam", [sound], null, out Publication? publication));
        await using TestForward forward = new(server, "udp+mpegts://127.0.0.1:9");
        await forward.StateAsync(ForwardState.Failed);
        Assert.StartsWith("codec-not-carried: MPEG-TS does not carry G.711", forward.Now.LastError, StringComparison.Ordinal);
        Assert.EndsWith("goes out over RTSP, RTP, RTMP and FLV over HTTP; AAC goes out over all", forward.Now.LastError, StringComparison.Ordinal);
        publication!.End();
    }
}
