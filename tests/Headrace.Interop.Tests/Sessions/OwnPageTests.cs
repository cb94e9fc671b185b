using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Sessions;

/// <summary>Headrace's own page of a stream, from before its publisher comes until after he came back.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class OwnPageTests
{
    private const string Stream = "site/hall/cam1";

    [Fact]
    public async Task WaitsForThePublisherAndPlaysOnWhenHeReturns()
    {
        const int Frames = 300;
        string file = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        Task<PlaybackReport> playing = Browser.OpenPageAsync(server.Page(Stream), Frames);
        await using ClientProcess first = FfmpegPublisher.StartRtsp(file, server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        await server.WaitForViewerAsync("hls");
        await server.WaitForMoreUnitsAsync(Stream, 120);
        await first.DisposeAsync();
        await server.WaitForTimeInStateAsync(Stream, "inactive", TimeSpan.Zero);
        await using ClientProcess again = FfmpegPublisher.StartRtsp(file, server.Rtsp(Stream));
        PlaybackReport report = await playing;
        Assert.True(report.Frames + report.MissedCallbacks >= Frames, report.ToString());
        Assert.Equal("live", report.Status);
        Assert.Empty(report.Errors);
        await server.StopAsync();
    }
}
