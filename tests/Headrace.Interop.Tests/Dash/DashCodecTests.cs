using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Dash;

/// <summary>Players of DASH in Chromium show what is not H.264, and play what is not AAC.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class DashCodecTests
{
    private const int Frames = 60;
    private const string Stream = "cam1";

    [Fact]
    public async Task DashJsShowsVp9AndPlaysOpus()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        string clip = await TestMedia.GetAsync(Clips.Vp9 with { Audio = AudioCodec.Opus });
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(clip, server.Rtsp(Stream), "tcp", "-strict", "experimental");
        await AssertPlaysAsync(server, ["vp9", "opus"], Browser.PlayDashJsAsync);
    }

    [Fact]
    public async Task ShakaPlayerShowsAv1AndPlaysOpus()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = Ffmpeg8.Push(await TestMedia.GetAsync(Clips.Av1 with { Audio = AudioCodec.Opus }), server.Rtmp(Stream), "flv");
        await AssertPlaysAsync(server, ["av1", "opus"], static (url, frames) => Browser.PlayShakaAsync(url, frames));
    }

    private static async Task AssertPlaysAsync(HeadraceProcess server, string[] codecs, Func<string, int, Task<PlaybackReport>> playAsync)
    {
        await server.WaitForStreamAsync(Stream);
        PlaybackReport report = await playAsync(server.Dash(Stream), Frames);
        JsonElement tracks = (await server.GetAsync($"streams/{Stream}")).GetProperty("tracks");
        Assert.Equal(codecs, tracks.EnumerateArray().Select(static track => track.GetProperty("codec").GetString()));
        report.AssertPlayed(Frames);
        Assert.True(report.DecodedAudioBytes > 0, $"no sound: {report}");
        await server.StopAsync();
    }
}
