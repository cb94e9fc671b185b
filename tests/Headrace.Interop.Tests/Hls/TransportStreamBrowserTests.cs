using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Hls;

/// <summary>ffmpeg publishes over RTSP, browsers play over HLS with MPEG-TS segments, which the players turn into fragmented MP4 themselves.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class TransportStreamBrowserTests
{
    private const int Frames = 150;

    [Theory]
    [InlineData(nameof(Clips.Plain), "hls15")]
    [InlineData(nameof(Clips.Pyramid), "hls.js")]
    [InlineData(nameof(Clips.OpenGroups), "hls.js")]
    [InlineData(nameof(Clips.Camera), "hls.js")]
    public async Task HlsJsShowsEveryFrame(string clip, string library)
    {
        PlaybackReport report = await PlayAsync(clip, url => Browser.PlayHlsJsAsync(url, Frames, library));
        report.AssertPlayed(Frames);
        Assert.Equal(0, report.Parts);
        if (Clips.Named(clip).Audio == AudioCodec.Aac) Assert.True(report.DecodedAudioBytes > 0, $"no sound: {report}");
    }

    [Fact]
    public async Task ShakaPlayerShowsEveryFrame() => (await PlayAsync(nameof(Clips.Pyramid), url => Browser.PlayShakaAsync(url, Frames))).AssertPlayed(Frames);

    /// <summary>What most encoders send, in both players as they are now, one after the other from the same server.</summary>
    [Fact]
    public async Task BothPlayersShowThePlainClip() => (await PlayAsync(nameof(Clips.Plain), async url =>
    {
        PlaybackReport first = await Browser.PlayHlsJsAsync(url, Frames);
        first.AssertPlayed(Frames);
        Assert.True(first.DecodedAudioBytes > 0, $"no sound: {first}");
        return await Browser.PlayShakaAsync(url, Frames);
    })).AssertPlayed(Frames);

    private static async Task<PlaybackReport> PlayAsync(string clip, Func<string, Task<PlaybackReport>> play)
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Named(clip)), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        PlaybackReport report = await play(server.HlsTransport("cam1"));
        await server.StopAsync();
        return report;
    }
}
