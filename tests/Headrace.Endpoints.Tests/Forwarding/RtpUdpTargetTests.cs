using System.Globalization;
using Headrace.Containers.MpegTs.Checking;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Endpoints.Tests.Rtsp.Udp;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Streaming.Forwarding;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Forwarding;

public sealed class RtpUdpTargetTests
{
    [Fact]
    public async Task EachTrackGoesToAPortOfItsOwnAsTheDescriptionSays()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(2);
        (UdpTestPeer picture, UdpTestPeer sound) = UdpTestPeer.Neighbours();
        using UdpTestPeer first = picture;
        using UdpTestPeer second = sound;
        await using TestForward forward = new(server, $"udp+rtp://127.0.0.1:{first.Port}");
        await forward.StateAsync(ForwardState.Forwarding);
        for (int i = 0; i < 30; i++) await publisher.SendAsync(1);

        Assert.True(SdpReader.TryRead(System.Text.Encoding.UTF8.GetBytes(forward.Now.SessionDescription!), out SessionDescription description, out _));
        Assert.Equal(["video", "audio"], description.Media.Select(media => media.Kind));
        Assert.Equal([first.Port, first.Port + 2], description.Media.Select(media => media.Port));
        Assert.Equal("127.0.0.1", description.Connection!.Address);
        Assert.All(description.Media, media => Assert.Null(media.Control));

        RtpUnits units = new(isVideo: true);
        await Eventually.True(
            () =>
            {
                while (first.Packets.TryDequeue(out byte[]? packet)) units.Add(packet);
                return units.Units.Count >= 31;
            },
            "the pictures come");
        MadeUnit.AssertSame(publisher.SentVideo, units.Units);
        await Eventually.True(() => !first.Reports.IsEmpty && !second.Reports.IsEmpty && second.Packets.Count > 40, "sound and sender reports of both come");
        Assert.Equal(("rtp", 0L), (forward.Now.Protocol, forward.Now.Skips));
    }

    [Fact]
    public async Task AllTracksGoToOnePortWhereThatIsAskedFor()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(2);
        using UdpTestPeer peer = new();
        await using TestForward forward = new(server, $"rtp://127.0.0.1:{peer.Port}?bundle=true");
        await forward.StateAsync(ForwardState.Forwarding);
        for (int i = 0; i < 30; i++) await publisher.SendAsync(1);

        Assert.True(SdpReader.TryRead(System.Text.Encoding.UTF8.GetBytes(forward.Now.SessionDescription!), out SessionDescription description, out _));
        Assert.Equal([peer.Port, peer.Port], description.Media.Select(media => media.Port));
        Assert.Equal("BUNDLE 0 1", description.Find("group"));
        HashSet<(uint Ssrc, byte PayloadType)> sources = [];
        await Eventually.True(
            () =>
            {
                while (peer.Packets.TryDequeue(out byte[]? bytes))
                {
                    Assert.True(RtpPacket.TryParse(bytes, out RtpPacket packet, out _));
                    sources.Add((packet.Ssrc, packet.PayloadType));
                }

                return sources.Count == 2;
            },
            "picture and sound come");
        Assert.Equal(2, sources.Select(source => source.PayloadType).Distinct().Count());
        Assert.Equal(2, sources.Select(source => source.Ssrc).Distinct().Count());
    }

    [Fact]
    public async Task TransportStreamGoesInPacketsOfRtp()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(2);
        using UdpTestPeer peer = new();
        await using TestForward forward = new(server, $"rtp://127.0.0.1:{peer.Port}?format=mpegts");
        await forward.StateAsync(ForwardState.Forwarding);
        for (int i = 0; i < 30; i++) await publisher.SendAsync(1);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"m=video {peer.Port} RTP/AVP 33"), forward.Now.SessionDescription, StringComparison.Ordinal);

        TsChecker checker = new();
        int last = -1;
        await Eventually.True(
            () =>
            {
                while (peer.Packets.TryDequeue(out byte[]? bytes))
                {
                    Assert.True(RtpPacket.TryParse(bytes, out RtpPacket packet, out _));
                    Assert.Equal(33, packet.PayloadType);
                    if (last >= 0) Assert.Equal((ushort)(last + 1), packet.SequenceNumber.Value);
                    last = packet.SequenceNumber.Value;
                    checker.Read(packet.Payload);
                }

                return checker.Streams.GetValueOrDefault(0x100)?.Units >= 31;
            },
            "the pictures come");
        Assert.Empty(checker.Findings);
    }
}
