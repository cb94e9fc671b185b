using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Playlists;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Dash;

/// <summary>Players of DASH in Chromium beside ffmpeg and the checker, all at once on the same streams: one with low latency, one whose segments are listed.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class BrowserDashTests
{
    private const string Fast = "fast";
    private const string Listed = "listed";
    private const int FramesPerSecond = 30;

    /// <summary>What dash.js keeps in long runs, by the clock in the picture. Otherwise no verdict on speed, which depends on the machine: who is further behind than that has lost the live edge.</summary>
    private static readonly double MostMilliseconds = LongRun.Choose(20_000, 3_000);

    [Fact]
    public async Task AllPlayersPlayForAMinuteWithoutAStall()
    {
        TimeSpan duration = LongRun.Choose(TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(5));
        await using HeadraceProcess server = await HeadraceProcess.StartAsync($"--streams:{Listed}:dash:lowLatency=false");
        await using ClientProcess fast = StartPublisher(server, Fast);
        await using ClientProcess listed = StartPublisher(server, Listed);
        await server.WaitForStreamAsync(Fast);
        await server.WaitForStreamAsync(Listed);
        uint end = ClockIn(duration);
        int within = (int)duration.TotalSeconds + 20;
        Task<PlaybackReport> five = Browser.PlayDashJsUntilAsync(server.Dash(Fast), end, within);
        Task<PlaybackReport> four = Browser.PlayDashJsUntilAsync(server.Dash(Listed), end, within, "dash4");
        Task<PlaybackReport> shaka = Browser.PlayShakaUntilAsync(server.Dash(Fast), end, within);
        Task check = PlaylistCheck.AssertIsCleanAsync(server.Dash(Fast), duration / 2);
        Task checkListed = PlaylistCheck.AssertIsCleanAsync(server.Dash(Listed), duration / 2);
        await Task.WhenAll(FfmpegReadsAsync(server.Dash(Fast)), FfmpegReadsAsync(server.Dash(Listed)));
        int frames = (int)(duration.TotalSeconds - 15) * FramesPerSecond;
        AssertPlayed(await five, frames);
        Assert.InRange((await five).PixelLatencyMs!.P50, 0, MostMilliseconds);
        AssertPlayed(await four, frames);
        AssertPlayed(await shaka, frames);
        await check;
        await checkListed;
        await server.StopAsync();
    }

    [Fact]
    public async Task PublisherThatReturnsIsPlayedThrough()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync($"--streams:{Listed}:dash:lowLatency=false");
        ClientProcess[] publishers = [StartPublisher(server, Fast), StartPublisher(server, Listed)];
        try
        {
            await server.WaitForStreamAsync(Fast);
            await server.WaitForStreamAsync(Listed);
            TimeSpan duration = TimeSpan.FromSeconds(30);
            uint end = ClockIn(duration);
            Task<PlaybackReport>[] players =
            [
                Browser.PlayDashJsUntilAsync(server.Dash(Fast), end, 60), Browser.PlayDashJsUntilAsync(server.Dash(Listed), end, 60, "dash4"),
            ];
            await Eventually.True(async () => await ViewersAsync(server) == players.Length, "both players have a manifest", cancellation: TestContext.Current.CancellationToken);
            await server.WaitForMoreUnitsAsync(Fast, 6 * FramesPerSecond);
            foreach (ClientProcess publisher in publishers) publisher.Send(UnixSignal.Kill);
            await server.WaitForTimeInStateAsync(Fast, "inactive", TimeSpan.FromSeconds(2));
            foreach (ClientProcess publisher in publishers) await publisher.DisposeAsync();
            publishers = [StartPublisher(server, Fast), StartPublisher(server, Listed)];
            foreach (Task<PlaybackReport> player in players)
            {
                PlaybackReport report = await player;
                TestContext.Current.TestOutputHelper?.WriteLine($"{report}");
                report.AssertPlayedWithJumps(10 * FramesPerSecond);
                Assert.True(report.Last >= end, $"did not go on: {report}");
            }
        }
        finally
        {
            foreach (ClientProcess publisher in publishers) await publisher.DisposeAsync();
        }

        await server.StopAsync();
    }

    private static void AssertPlayed(PlaybackReport report, int frames)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"camera to screen: {report.PixelLatencyMs?.P50} ms (p50): {report}");
        // What the browser decoded and then dropped, because the machine was busy, did reach it.
        report.AssertPlayedWithJumps(frames - report.DroppedFrames);
        Assert.True(report.Waiting == 0, $"stalled: {report}");
        Assert.True(report.DecodedAudioBytes > 0, $"no sound: {report}");
    }

    private static async Task<int> ViewersAsync(HeadraceProcess server) =>
        (await server.GetAsync("sessions")).GetProperty("items").EnumerateArray().Count(session => session.GetProperty("protocol").GetString() == "dash");

    private static async Task FfmpegReadsAsync(string url)
    {
        const int Frames = 300;
        BarcodeReport report = await FfmpegPlayer.PlayHlsAsync(url, Frames);
        Assert.Equal(Frames, report.Numbers.Count);
    }

    private static ClientProcess StartPublisher(HeadraceProcess server, string stream) => FfmpegPublisher.StartRtspEncodingWithSound(Barcode.ClockGraph(640, 360, $"{FramesPerSecond}"), server.Rtsp(stream));

    /// <summary>What the clock in the picture will show.</summary>
    private static uint ClockIn(TimeSpan later) => unchecked((uint)(DateTimeOffset.UtcNow + later).ToUnixTimeMilliseconds());
}
