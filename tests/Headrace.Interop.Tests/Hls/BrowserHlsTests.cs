using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Hls;

/// <summary>ffmpeg publishes over RTSP, browsers play over HLS: every frame is shown, in order.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class BrowserHlsTests
{
    private const int Frames = 150;

    /// <summary>Parts of 200 ms in 30 s, of two renditions, and as many again for the start.</summary>
    private const int MostParts = 600;

    [Theory]
    [InlineData(nameof(Clips.Plain), "hls.js", false)]
    [InlineData(nameof(Clips.Plain), "hls15", true)]
    [InlineData(nameof(Clips.Pyramid), "hls.js", true)]
    [InlineData(nameof(Clips.OpenGroups), "hls15", false)]
    [InlineData(nameof(Clips.Camera), "hls.js", true)]
    public async Task HlsJsShowsEveryFrame(string clip, string library, bool isLowLatency)
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Named(clip)), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        PlaybackReport report = await Browser.PlayHlsJsAsync(server.Hls("cam1"), Frames, library, isLowLatency);
        report.AssertPlayed(Frames);
        Assert.Equal(isLowLatency, report.Parts > 0);
        Assert.True(report.Parts <= MostParts, $"parts are loaded again and again: {report}");
        if (Clips.Named(clip).Audio is AudioCodec.Aac or AudioCodec.Opus) Assert.True(report.DecodedAudioBytes > 0, $"no sound: {report}");
        await server.StopAsync();
    }

    /// <summary>In its low latency mode Shaka Player 5.2 loses a part now and then, whatever the origin, and goes on at the next key frame.</summary>
    [Theory]
    [InlineData(nameof(Clips.Plain))]
    [InlineData(nameof(Clips.Pyramid))]
    public async Task ShakaPlayerPlaysWithLowLatency(string clip)
    {
        PlaybackReport report = await PlayShakaAsync(clip);
        report.AssertPlayedWithJumps(Frames);
    }

    [Fact]
    public async Task OwnPagePlaysAndShowsItsFigures()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("site/hall/cam1"));
        await server.WaitForStreamAsync("site/hall/cam1");
        PlaybackReport report = await Browser.OpenPageAsync(server.Page("site/hall/cam1"), Frames);
        report.AssertPlayed(Frames);
        Assert.Equal("live", report.Status);
        Assert.Equal("640 × 360", report.Figures["resolution"]);
        Assert.DoesNotContain("–", report.Figures.Values);
        Assert.Empty(report.Outside);
        Assert.Empty(report.Complaints);
        await server.StopAsync();
    }

    private static async Task<PlaybackReport> PlayShakaAsync(string clip)
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Named(clip)), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        PlaybackReport report = await Browser.PlayShakaAsync(server.Hls("cam1"), Frames, isLowLatency: true);
        await server.StopAsync();
        return report;
    }
}
