using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Hls;

/// <summary>Segments and playlists that are kept as files are played from the disk, while the server writes them.</summary>
[Trait("Speed", "slow")]
public sealed class HlsFilesTests
{
    private const int Frames = 180;

    [Theory]
    [InlineData("mpegts")]
    [InlineData("lowLatency")]
    public async Task FfmpegDecodesEveryFrameFromTheDisk(string variant)
    {
        using TemporaryFolder folder = new();
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--hls:variant", variant, "--hls:directory", folder.Path, "--hls:alwaysOn", "true");
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("site/cam1"));
        await server.WaitForStreamAsync("site/cam1");
        string playlist = Path.Combine(folder.Path, "site/cam1/index.m3u8");
        await Eventually.True(() => File.Exists(playlist), "the playlist is written", TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Run.AssertIsContinuous(await FfmpegPlayer.PlayHlsAsync(playlist, Frames), Frames);
        await server.StopAsync();
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
