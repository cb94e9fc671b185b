using System.Net.Http.Json;
using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Bounds;

/// <summary>Two streams that want twice of what may be sent, one watched over RTSP and one over HLS: each gets its share, and its viewer whole pictures.</summary>
[Trait("Speed", "slow")]
public sealed class BandwidthTests
{
    private const string OverRtsp = "over-rtsp";
    private const string OverHls = "over-hls";
    private const int FrameRate = 30;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ViewersOverRtspAndHlsShareAlikeAndSeeWholePicturesAndAllOfThemWhenTheLimitIsGone()
    {
        Skip.UnlessInstalled("curl");
        TestClip clip = Clips.Plain;
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess events = ClientProcess.Start("curl", ["-sSN", new Uri(server.Http.BaseAddress!, "api/v1/events").AbsoluteUri]);
        string file = await TestMedia.GetAsync(clip);
        await using ClientProcess first = FfmpegPublisher.StartRtsp(file, server.Rtsp(OverRtsp));
        await using ClientProcess second = FfmpegPublisher.StartRtsp(file, server.Rtsp(OverHls));
        await server.WaitForStreamAsync(OverRtsp);
        await server.WaitForStreamAsync(OverHls);
        await using ClientProcess rtsp = FfmpegPlayer.StartRtsp(server.Rtsp(OverRtsp));
        await using ClientProcess hls = FfmpegPlayer.StartHls(server.Hls(OverHls));
        await WaitForAsync(rtsp, 60);
        await WaitForAsync(hls, 90);

        (long free, long freeUnits) = await SentAsync(server, OverRtsp);
        await server.WaitForMoreUnitsAsync(OverRtsp, 90);
        long wanted = await RateSinceAsync(server, OverRtsp, free, freeUnits);
        await LimitAsync(server, wanted);
        await events.WaitForTextAsync("event: limit-reached", Deadline, Cancellation);
        (long rtspSent, long rtspUnits) = await SentAsync(server, OverRtsp);
        (long hlsSent, long hlsUnits) = await SentAsync(server, OverHls);
        await server.WaitForMoreUnitsAsync(OverHls, 15 * FrameRate);
        double[] shares = [await RateSinceAsync(server, OverRtsp, rtspSent, rtspUnits) / (double)wanted, await RateSinceAsync(server, OverHls, hlsSent, hlsUnits) / (double)wanted];
        TestContext.Current.TestOutputHelper?.WriteLine($"of {wanted} bit/s: {string.Join(", ", shares)}");
        Assert.All(shares, share => Assert.InRange(share, 0.3, 0.7));
        Assert.InRange(shares.Sum(), 0.5, 1.2);
        foreach (string stream in new[] { OverRtsp, OverHls })
        {
            JsonElement shown = await server.GetAsync($"streams/{stream}/backpressure");
            Assert.True(shown.GetProperty("withheld").GetInt64() > FrameRate, shown.ToString());
        }

        string metrics = await server.Http.GetStringAsync("metrics", Cancellation);
        Assert.Contains("headrace_limits_reached_total{limit=\"limits.bandwidth\"} ", metrics, StringComparison.Ordinal);
        Assert.Contains($"headrace_stream_first_frame_seconds{{stream=\"{OverRtsp}\",protocol=\"rtsp\",quantile=\"0.5\"}} ", metrics, StringComparison.Ordinal);
        Assert.Contains($"headrace_stream_latency_seconds{{stream=\"{OverHls}\",protocol=\"hls\",quantile=\"0.5\"}} ", metrics, StringComparison.Ordinal);

        await LimitAsync(server, 0);
        foreach (ClientProcess player in new[] { rtsp, hls })
        {
            await Eventually.Value(() => IsWhole(FfmpegPlayer.Decoded(player), 3 * clip.KeyFrameInterval) ? player : null, () => $"every picture comes again: {FfmpegPlayer.Decoded(player)}. {player.Errors}", Deadline, Cancellation);
            player.Send(UnixSignal.Terminate);
            await player.WaitForExitAsync(cancellation: Cancellation);
            Assert.Equal("", player.Errors);
            BarcodeReport report = FfmpegPlayer.Decoded(player);
            Assert.True(report is { Backwards: 0, Repeated: 0 } && report.Missing > 2 * FrameRate, report.ToString());
            Assert.All(report.Numbers.Zip(report.Numbers.Skip(1)).Where(pair => pair.Second != pair.First + 1), pair => Assert.Equal(0u, pair.Second % (uint)clip.KeyFrameInterval));
        }

        await server.StopAsync();
    }

    private static bool IsWhole(BarcodeReport report, int last) => report.Frames >= last && new BarcodeReport([.. report.Numbers.TakeLast(last)]).IsContinuous;

    private static async Task WaitForAsync(ClientProcess player, int frames) => await Eventually.Value(
        () => FfmpegPlayer.Decoded(player).Frames >= frames ? player : null, () => $"{frames} frames come: {FfmpegPlayer.Decoded(player)}. {player.Errors}", Deadline, Cancellation);

    private static async Task<(long Bytes, long Units)> SentAsync(HeadraceProcess server, string stream)
    {
        JsonElement stats = await server.GetAsync($"streams/{stream}/stats");
        return (stats.GetProperty("bytesOut").GetInt64(), stats.GetProperty("tracks")[0].GetProperty("units").GetInt64());
    }

    /// <summary>Bits that were sent for each second of media that came.</summary>
    private static async Task<long> RateSinceAsync(HeadraceProcess server, string stream, long bytes, long units)
    {
        (long bytesNow, long unitsNow) = await SentAsync(server, stream);
        return (bytesNow - bytes) * 8 * FrameRate / (unitsNow - units);
    }

    private static async Task LimitAsync(HeadraceProcess server, long bitsPerSecond)
    {
        using HttpResponseMessage answer = await server.Http.PatchAsJsonAsync("api/v1/config", new { limits = new { bandwidth = $"{bitsPerSecond / 1000}kbps" } }, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
