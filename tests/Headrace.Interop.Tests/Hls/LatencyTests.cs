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
    /// <summary>Without low latency a player stays three segments, 6 s, behind. This is below that with room for a machine that is busy.</summary>
    private const double MostMilliseconds = 4000;

    [Theory]
    [InlineData("hls.js")]
    [InlineData("hls15")]
    public async Task HlsJsStaysCloseToLive(string library)
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtspEncoding(Barcode.ClockGraph(640, 360, "30"), server.Rtsp("clock"));
        await server.WaitForStreamAsync("clock");
        PlaybackReport report = await Browser.PlayHlsJsAsync(server.Hls("clock"), 240, library, isLowLatency: true, isClock: true);
        Assert.InRange(report.PixelLatencyMs!.P50, 0, MostMilliseconds);
        await server.StopAsync();
    }

    [Fact]
    public async Task ShakaPlayerStaysCloseToLive()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtspEncoding(Barcode.ClockGraph(640, 360, "30"), server.Rtsp("clock"));
        await server.WaitForStreamAsync("clock");
        PlaybackReport report = await Browser.PlayShakaAsync(server.Hls("clock"), 240, isLowLatency: true, isClock: true);
        Assert.InRange(report.PixelLatencyMs!.P50, 0, MostMilliseconds);
        await server.StopAsync();
    }
}
