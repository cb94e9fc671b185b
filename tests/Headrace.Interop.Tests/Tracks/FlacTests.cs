using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Tracks;

/// <summary>FLAC from a file: ffmpeg gets every sample back over HLS, hls.js in Chromium plays it.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class FlacTests
{
    private const string Stream = "radio";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EverySampleComesOutAndBrowsersPlayIt()
    {
        string file = await TestMedia.GetAsync(new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Flac, Seconds = 90 });
        await using HeadraceProcess server = await HeadraceProcess.StartAsync($"--streams:{Stream}:source", $"file:{file}");
        await server.WaitForStreamAsync(Stream);
        Assert.Equal("flac", (await server.GetAsync($"streams/{Stream}")).GetProperty("tracks")[0].GetProperty("codec").GetString());
        Task<IReadOnlyList<FrameHash>> coded = FrameHashes.ReadAsync(server.Hls(Stream), "a:0", seconds: 4, cancellation: Cancellation);
        Task<IReadOnlyList<FrameHash>> decoded = DecodeAsync(server.Hls(Stream), "-frames:a", "40");
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "a:0", cancellation: Cancellation), await coded, atLeast: 30);
        Run.AssertIsPartOf(await DecodeAsync(file), await decoded, atLeast: 30);
        Assert.Contains("CODECS=\"fLaC\"", await server.Http.GetStringAsync(new Uri(server.Hls(Stream)), Cancellation), StringComparison.Ordinal);
        PlaybackReport report = await Browser.HearHlsJsAsync(server.Hls(Stream), seconds: 4);
        Assert.True(report.Errors.Count == 0 && report.ClientErrors.Count == 0 && report.DecodedAudioBytes > 0, report.ToString());
        await server.StopAsync();
    }

    private static async Task<IReadOnlyList<FrameHash>> DecodeAsync(string source, params string[] options) =>
        FrameHashes.Parse(await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-i", source, .. options, "-map", "0:a:0", "-f", "framemd5", "-"], TimeSpan.FromMinutes(1), Cancellation));
}
