using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Tracks;

/// <summary>FLAC from a file, and as FFmpeg 8.1 publishes it over enhanced RTMP: ffmpeg gets every sample back over HLS, hls.js in Chromium plays it.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class FlacTests
{
    private const string FromFile = "film";
    private const string Published = "radio";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EverySampleComesOutAndBrowsersPlayIt()
    {
        string file = await TestMedia.GetAsync(new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Flac, Seconds = 90 });
        await using HeadraceProcess server = await HeadraceProcess.StartAsync($"--streams:{FromFile}:source", $"file:{file}");
        await using ClientProcess publisher = Ffmpeg8.Push(file, server.Rtmp(Published), "flv");
        IReadOnlyList<FrameHash> sent = await FrameHashes.ReadAsync(file, "a:0", cancellation: Cancellation);
        IReadOnlyList<FrameHash> samples = await DecodeAsync(file);
        await Task.WhenAll(AssertComesOutAsync(server, FromFile, sent, samples), AssertComesOutAsync(server, Published, sent, samples));
        PlaybackReport report = await Browser.HearHlsJsAsync(server.Hls(FromFile), seconds: 4);
        Assert.True(report.Errors.Count == 0 && report.ClientErrors.Count == 0 && report.DecodedAudioBytes > 0, report.ToString());
        await server.StopAsync();
    }

    private static async Task AssertComesOutAsync(HeadraceProcess server, string name, IReadOnlyList<FrameHash> sent, IReadOnlyList<FrameHash> samples)
    {
        await server.WaitForStreamAsync(name);
        Assert.Equal("flac", (await server.GetAsync($"streams/{name}")).GetProperty("tracks")[0].GetProperty("codec").GetString());
        Task<IReadOnlyList<FrameHash>> coded = FrameHashes.ReadAsync(server.Hls(name), "a:0", seconds: 4, cancellation: Cancellation);
        Task<IReadOnlyList<FrameHash>> decoded = DecodeAsync(server.Hls(name), "-frames:a", "40");
        Run.AssertIsPartOf(sent, await coded, atLeast: 30);
        Run.AssertIsPartOf(samples, await decoded, atLeast: 30);
        Assert.Contains("CODECS=\"fLaC\"", await server.Http.GetStringAsync(new Uri(server.Hls(name)), Cancellation), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<FrameHash>> DecodeAsync(string source, params string[] options) =>
        FrameHashes.Parse(await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-i", source, .. options, "-map", "0:a:0", "-f", "framemd5", "-"], TimeSpan.FromMinutes(1), Cancellation));
}
