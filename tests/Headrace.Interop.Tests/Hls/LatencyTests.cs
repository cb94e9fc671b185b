using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Hls;

/// <summary>What low latency is worth, read from the clock burned into the picture: from the camera's filter to the browser's screen.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class LatencyTests
{
    /// <summary>No verdict on speed, which depends on the machine: a player that stalled does not catch up. Who is further behind has lost the live edge. The figure is in the output.</summary>
    private const double MostMilliseconds = 20_000;

    [Theory]
    [InlineData("hls.js")]
    [InlineData("hls15")]
    public async Task HlsJsStaysCloseToLive(string library)
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtspEncoding(Barcode.ClockGraph(640, 360, "30"), server.Rtsp("clock"));
        await server.WaitForStreamAsync("clock");
        PlaybackReport report = await Browser.PlayHlsJsAsync(server.Hls("clock"), 240, library, isLowLatency: true, isClock: true);
        AssertIsLive(report);
        await server.StopAsync();
    }

    [Fact]
    public async Task ShakaPlayerStaysCloseToLive()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtspEncoding(Barcode.ClockGraph(640, 360, "30"), server.Rtsp("clock"));
        await server.WaitForStreamAsync("clock");
        PlaybackReport report = await Browser.PlayShakaAsync(server.Hls("clock"), 240, isLowLatency: true, isClock: true);
        AssertIsLive(report);
        await server.StopAsync();
    }

    private static void AssertIsLive(PlaybackReport report)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"camera to screen: {report.PixelLatencyMs!.P50} ms (p50)");
        Assert.InRange(report.PixelLatencyMs!.P50, 0, MostMilliseconds);
    }
}
