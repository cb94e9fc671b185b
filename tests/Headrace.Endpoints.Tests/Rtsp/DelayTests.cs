using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Rtsp.Udp;
using Headrace.Streaming.Figures;

namespace Headrace.Endpoints.Tests.Rtsp;

/// <summary>What is measured of the way to viewers.</summary>
public sealed class DelayTests
{
    [Fact]
    public async Task EachViewerHasOneFirstFrameAndADelayForEachUnitThatCameWhileHeViewed()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(30);
        ProtocolDelays delays = server.Stream().Delays.Of("rtsp");
        await using TestViewer overTcp = await server.PlayAsync();
        await using UdpTestViewer overUdp = await UdpTestViewer.StartAsync(server);
        await overTcp.ReadUntilAsync(() => overTcp.Video.Units.Count == 5);
        await overUdp.WaitForVideoAsync(5);
        Assert.Equal(2, delays.FirstFrame.Count);
        await publisher.SendAsync(40);
        await overUdp.WaitForVideoAsync(45);
        await overTcp.ReadUntilAsync(() => overTcp.Video.Units.Count == 45);
        Assert.Equal(2, delays.FirstFrame.Count);
        Assert.InRange(delays.Latency.Count, 2 * 40, 2 * (40 + overTcp.Audio.Units.Count));
        Assert.InRange(delays.Latency.Quantile(0.5)!.Value.TotalSeconds, 0, 0.1);
        Assert.InRange(server.Stream().Snapshot().Viewers.Lag!.Value.TotalSeconds, 0, 0.1);
    }
}
