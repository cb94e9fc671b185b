using System.Text.Json;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Players;

/// <summary>Plays in Chromium, through the scripts of <c>tests/clients</c>.</summary>
internal static class Browser
{
    /// <summary>Seconds that a script plays at most, if the wanted frames do not come; starting and ending Chromium is on top.</summary>
    private const int PlayLimit = 40;

    private static readonly TimeSpan StartAndEnd = TimeSpan.FromSeconds(40);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Plays HLS with hls.js: <c>hls.js</c> is the current version, <c>hls15</c> an older one.</summary>
    internal static Task<PlaybackReport> PlayHlsJsAsync(string url, int frames, string library = "hls.js", bool isLowLatency = false, bool isClock = false) =>
        RunAsync("play-hls.mjs", url, frames, ["--library", library, .. Flags(isLowLatency, isClock)]);

    /// <summary>Plays HLS with hls.js in low latency mode until a frame of this number, or a later one, is shown; <paramref name="within"/> seconds at most.</summary>
    internal static Task<PlaybackReport> PlayHlsJsUntilAsync(string url, uint number, int within) =>
        RunAsync("play-hls.mjs", url, frames: 1, ["--ll", "--until", $"{number}"], within);

    /// <summary>As <see cref="PlayHlsJsUntilAsync"/>, and then until numbers have fallen below <paramref name="number"/> and risen to <paramref name="back"/>.</summary>
    internal static Task<PlaybackReport> PlayHlsJsUntilAndBackAsync(string url, uint number, uint back, int within) =>
        RunAsync("play-hls.mjs", url, frames: 1, ["--ll", "--until", $"{number}", "--back", $"{back}"], within);

    /// <summary>Plays HLS without a picture with hls.js, until so many seconds were heard; ends with an error where they are not.</summary>
    internal static Task<PlaybackReport> HearHlsJsAsync(string url, int seconds) => RunAsync("play-hls.mjs", url, frames: 0, ["--ll", "--sound", $"{seconds}"]);

    /// <summary>Plays HLS with Shaka Player.</summary>
    internal static Task<PlaybackReport> PlayShakaAsync(string url, int frames, bool isLowLatency = false, bool isClock = false) =>
        RunAsync("play-shaka.mjs", url, frames, Flags(isLowLatency, isClock));

    /// <summary>Plays DASH with dash.js (<c>dashjs</c> is the current version, <c>dash4</c> an older one) until a frame of this number, or a later one, is shown; several may play at once.</summary>
    internal static Task<PlaybackReport> PlayDashJsUntilAsync(string url, uint number, int within, string library = "dashjs") =>
        StartAsync("play-dash.mjs", url, frames: 1, ["--library", library, "--until", $"{number}", .. Flags(false, isClock: true)], within);

    /// <summary>Plays DASH with dash.js.</summary>
    internal static Task<PlaybackReport> PlayDashJsAsync(string url, int frames) => RunAsync("play-dash.mjs", url, frames, ["--library", "dashjs"]);

    /// <summary>As <see cref="PlayDashJsUntilAsync"/>, with Shaka Player.</summary>
    internal static Task<PlaybackReport> PlayShakaUntilAsync(string url, uint number, int within) =>
        StartAsync("play-shaka.mjs", url, frames: 1, ["--until", $"{number}", .. Flags(true, isClock: true)], within);

    /// <summary>Plays FLV or MPEG-TS without end with mpegts.js, over HTTP or a WebSocket.</summary>
    internal static Task<PlaybackReport> PlayMpegTsJsAsync(string url, int frames) => RunAsync("play-mpegts.mjs", url, frames, []);

    /// <summary>Plays MP4 without end with Media Source alone, over HTTP or a WebSocket.</summary>
    internal static Task<PlaybackReport> PlayMediaSourceAsync(string url, int frames) => RunAsync("play-mse.mjs", url, frames, []);

    /// <summary>Opens Headrace's own page of a stream.</summary>
    internal static Task<PlaybackReport> OpenPageAsync(string url, int frames, bool isClock = false) => RunAsync("play-page.mjs", url, frames, Flags(false, isClock));

    /// <summary>Opens it and waits until it shows a status.</summary>
    internal static Task<PlaybackReport> OpenPageUntilAsync(string url, string status) => RunAsync("play-page.mjs", url, frames: 0, ["--status", status]);

    private static string[] Flags(bool isLowLatency, bool isClock) => [.. isLowLatency ? ["--ll"] : Array.Empty<string>(), .. isClock ? ["--clock"] : Array.Empty<string>()];

    private static async Task<PlaybackReport> RunAsync(string script, string url, int frames, string[] options, int within = PlayLimit)
    {
        // Two browsers at once take more than the machine has, and then drop frames of their own.
        await OneAtATime.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return await StartAsync(script, url, frames, options, within);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static async Task<PlaybackReport> StartAsync(string script, string url, int frames, string[] options, int within)
    {
        Skip.UnlessInstalled("node", "chromium");
        string folder = Path.Combine(TestFolders.Root, "tests/clients");
        Skip.Unless(Directory.Exists(Path.Combine(folder, "node_modules")), "the packages of tests/clients are not installed: run ./test.sh, which installs them");
        string[] arguments = [Path.Combine(folder, script), url, "--frames", $"{frames}", "--within", $"{within}", .. options];
        string text = await ClientProcess.RunAsync("node", arguments, StartAndEnd + TimeSpan.FromSeconds(within), TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize<PlaybackReport>(text, Json)! with { Text = text };
    }
}
