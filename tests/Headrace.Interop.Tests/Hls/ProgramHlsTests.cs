using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Hls;

/// <summary>ffmpeg publishes over RTSP, programs play over HLS.</summary>
[Trait("Speed", "slow")]
public sealed class ProgramHlsTests
{
    private const int Frames = 120;

    /// <summary>All programs (of open groups of pictures ffmpeg alone) read at the same time; frames and their bytes are those that were sent.</summary>
    [Theory]
    [InlineData(nameof(Clips.Plain))]
    [InlineData(nameof(Clips.Pyramid))]
    [InlineData(nameof(Clips.OpenGroups))]
    [InlineData(nameof(Clips.Hevc))]
    public async Task ProgramsDecodeEveryFrameAndWhatGoesInComesOut(string clip)
    {
        VideoCodec codec = Clips.Named(clip).Video;
        string file = await TestMedia.GetAsync(Clips.Named(clip));
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        string url = server.Hls("cam1");
        Task<BarcodeReport>[] players = Clips.Named(clip).HasOpenGops
            ? [FfmpegPlayer.PlayHlsAsync(url, Frames)]
            : [FfmpegPlayer.PlayHlsAsync(url, Frames), GStreamerPlayer.PlayHlsAsync(url, Clips.Named(clip).Height, Frames), MpvPlayer.PlayAsync(url, Frames)];
        IReadOnlyList<FrameHash> received = await FrameHashes.ReadAsync(url, "v:0", codec, seconds: 4, cancellation: TestContext.Current.CancellationToken);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "v:0", codec, cancellation: TestContext.Current.CancellationToken), received, atLeast: 100);
        foreach (BarcodeReport report in await Task.WhenAll(players)) Run.AssertIsContinuous(report, Frames);
        await server.StopAsync();
    }
}
