using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Changes;

/// <summary>The picture becomes smaller while it is published, without a word in RTSP. Every frame of both sizes is decoded.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class ResolutionChangeTests
{
    private const string Stream = "cam1";
    private const uint FirstSmall = 30 * ChangedClips.SecondsOfFirstSize;
    private const int AllFrames = 30 * ChangedClips.SecondsOfSizes;

    [Fact]
    public async Task ViewersDecodeEveryFrameOfBothSizes()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--hls:segmentCount", "30", "--defaults:publisherGrace", "20s");
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await ChangedClips.SizesAsync(), server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        Task<BarcodeReport> ffmpeg = FfmpegPlayer.PlayRtspAsync(server.Rtsp(Stream), AllFrames - 60);
        Task<PlaybackReport> browser = Browser.PlayHlsJsUntilAsync(server.Hls(Stream), FirstSmall + 240, within: 60);
        AssertHasBothSizes(await ffmpeg);
        AssertHasBothSizes(await browser);

        LivePlaylist playlist = await LivePlaylist.ReadAsync(server, Stream);
        Assert.True(playlist.Discontinuities == 1 && playlist.Runs.Count == 2, playlist.Text);
        using TemporaryFolder folder = new();
        List<uint> numbers = [];
        foreach (string file in await playlist.SaveAsync(server.Http, folder.Path)) numbers.AddRange((await BarcodeDecoder.ReadAsync(file)).Numbers);
        AssertHasBothSizes(new BarcodeReport(numbers));
        await server.StopAsync();
    }

    private static void AssertHasBothSizes(BarcodeReport report)
    {
        Run.AssertIsContinuous(report, atLeast: 300);
        Assert.True(report.Numbers[0] < FirstSmall - 60 && report.Numbers[^1] > FirstSmall + 60, report.ToString());
    }

    private static void AssertHasBothSizes(PlaybackReport report)
    {
        report.AssertPlayed(300);
        Assert.Equal(["640x360", "426x240"], report.Sizes);
    }
}
