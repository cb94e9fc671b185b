using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Dash;

/// <summary>ffmpeg publishes over RTSP; ffmpeg and mpv play over DASH.</summary>
[Trait("Speed", "slow")]
public sealed class ProgramDashTests
{
    [Fact]
    public async Task FfmpegAndMpvFindTheSegmentsOfStreamThatIsOlderThanItsPresentation()
    {
        const int Frames = 120;
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");

        // The presentation begins with its first viewer: by then the stream is as old as what another one has seen.
        Run.AssertIsContinuous(await FfmpegPlayer.PlayRtspAsync(server.Rtsp("cam1"), 240), 240);
        Task<BarcodeReport> mpv = MpvPlayer.PlayAsync(server.Dash("cam1"), Frames);
        Run.AssertIsContinuous(await FfmpegPlayer.PlayDashAsync(server.Dash("cam1"), Frames), Frames);
        Run.AssertIsContinuous(await mpv, Frames);
        await server.StopAsync();
    }
}
