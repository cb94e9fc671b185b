using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Sync;

/// <summary>An operator moves a stream's sound while it runs, and ffmpeg measures at the output where it is.</summary>
[Trait("Speed", "slow")]
public sealed class SoundOffsetTests
{
    /// <summary>What players and the clip's own encoding add: a frame of sound.</summary>
    private const double Tolerance = 25;

    [Fact]
    [Trait("Pain", "3")]
    public async Task OffsetIsMeasuredAtTheOutput()
    {
        const double OffsetMs = -120;
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await FlashAndBeep.GetAsync(), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        double before = await FlashAndBeep.MeasureAsync(server.Rtsp("cam1"), 5, "-rtsp_transport", "tcp");
        Assert.Equal(0, before, 40.0);

        await AdjustAsync(server, OffsetMs);
        JsonElement sync = await server.GetAsync("streams/cam1/sync");
        Assert.Equal("correcting", sync.GetProperty("tracks")[1].GetProperty("state").GetString());
        await Eventually.True(
            async () => (sync = await server.GetAsync("sync/status/cam1")).GetProperty("tracks")[1] is var sound && sound.GetProperty("offsetMs").GetDouble() == OffsetMs
                && sound.GetProperty("state").GetString() is "synced" or "drifting",
            "the offset is reached", TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);
        Assert.Equal(before + OffsetMs, await FlashAndBeep.MeasureAsync(server.Rtsp("cam1"), 5, "-rtsp_transport", "tcp"), Tolerance);
        Assert.Equal(before + OffsetMs, await FlashAndBeep.MeasureAsync(server.Hls("cam1"), 5), Tolerance);
        Assert.Equal(0, (await server.GetAsync("streams/cam1")).GetProperty("timeline").GetProperty("discontinuities").GetInt64());
        await server.StopAsync();
    }

    [Fact]
    public async Task GreatOffsetIsTakenAtOnceUnderAViewer()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await FlashAndBeep.GetAsync(), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        double before = await FlashAndBeep.MeasureAsync(server.Hls("cam1"), 5);
        Task<double> watching = FlashAndBeep.MeasureAsync(server.Rtsp("cam1"), 20, "-rtsp_transport", "tcp");
        await AdjustAsync(server, 800);
        // Beyond half a second the flash that is nearest to a beep is the one behind it.
        Assert.Equal(before - 200, await watching, Tolerance);
        JsonElement sound = (await server.GetAsync("streams/cam1/sync")).GetProperty("tracks")[1];
        Assert.Equal(800, sound.GetProperty("offsetMs").GetDouble());
        Assert.InRange(sound.GetProperty("framesRepeated").GetInt64(), 36, 39);
        await server.StopAsync();
    }

    private static async Task AdjustAsync(HeadraceProcess server, double offsetMs)
    {
        using HttpResponseMessage answer = await server.Http.PostAsJsonAsync("api/v1/sync/adjust/cam1", new { offsetMs }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
