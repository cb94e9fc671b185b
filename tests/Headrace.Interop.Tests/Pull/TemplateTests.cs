using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.Interop.Tests.Srt;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Pull;

/// <summary>One entry of the configuration is for all cameras of a site: whoever asks for one has it fetched, over each protocol.</summary>
[Trait("Speed", "slow")]
public sealed class TemplateTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CameraIsFetchedForWhoAsks()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "headrace.yml");
        await using HeadraceProcess site = await HeadraceProcess.StartAsync();
        await File.WriteAllTextAsync(
            file, $"streams: {{ \"~^site/(.+)$\": {{ source: \"{site.Rtsp("$G1")}\", rtspTransport: tcp, sourceOnDemand: true, sourceOnDemandCloseAfter: 1s }} }}", Cancellation);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--config", file);
        await using ClientProcess camera = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), site.Rtsp("hall/cam1"));
        await site.WaitForStreamAsync("hall/cam1");
        Assert.Equal(0, await CountAsync(server));

        Task<BarcodeReport> srt = SrtClients.PlayByFfmpegAsync(server.Srt("read:site/hall/cam1"), 60);
        Run.AssertIsContinuous(await FfmpegPlayer.PlayRtspAsync(server.Rtsp("site/hall/cam1"), 60), 60);
        Run.AssertIsContinuous(await srt, 60);
        Run.AssertIsContinuous(await FfmpegPlayer.PlayHlsAsync(server.Hls("site/hall/cam1"), 60), 60);
        Assert.Equal(1, await CountAsync(server));
        await Assert.ThrowsAsync<InvalidOperationException>(() => FfmpegPlayer.PlayRtspAsync(server.Rtsp("elsewhere/cam1"), 1));
        await server.StopAsync();
        await site.StopAsync();
    }

    private static async Task<int> CountAsync(HeadraceProcess server) => (await server.GetAsync("streams")).GetProperty("itemCount").GetInt32();
}
