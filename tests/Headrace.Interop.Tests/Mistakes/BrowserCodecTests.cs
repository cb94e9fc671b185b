using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Mistakes;

/// <summary>A stream that the browser cannot decode.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class BrowserCodecTests
{
    [Fact]
    public async Task PageNamesTheCodecAndWhatToDo()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--hls:alwaysOn", "true");
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Hevc), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        PlaybackReport report = await Browser.OpenPageUntilAsync(server.Page("cam1"), "unplayable");
        Assert.Equal(("unplayable", 0), (report.Status, report.Frames));
        Troubleshooting.IsSaid("The browser has no decoder", report.Message!);
        await server.StopAsync();
    }
}
