using System.Net;
using System.Net.Http.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Rtmp;
using Headrace.Interop.Tests.Server;
using Headrace.Interop.Tests.Srt;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Paths;

/// <summary>Viewers of a stream that is named come before its publisher.</summary>
[Trait("Speed", "slow")]
public sealed class WaitingViewerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ViewersOfEachProtocolWaitForThePublisher()
    {
        string clip = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--streams:cam1:waitForStream", "60s");
        Task<BarcodeReport>[] viewers =
        [
            FfmpegPlayer.PlayRtspAsync(server.Rtsp("cam1"), 30),
            SrtClients.PlayByFfmpegAsync(server.Srt("read:cam1"), 30),
            RtmpClients.PlayByFfmpegAsync(server.Rtmp("cam1"), 30),
            FfmpegPlayer.PlayHlsAsync(new Uri(server.Http.BaseAddress!, "cam1.flv").AbsoluteUri, 30),
        ];

        // All have asked: two over connections that wait, one over SRT, one over HTTP; who reads HLS is told to come again.
        await Eventually.True(async () => await server.CensusAsync("connections") >= 4, "four viewers wait", cancellation: Cancellation);
        using HttpResponseMessage playlist = await server.Http.GetAsync("cam1/index.m3u8", Cancellation);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (playlist.StatusCode, playlist.Headers.RetryAfter is not null));
        Assert.All(viewers, viewer => Assert.False(viewer.IsCompleted));
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(clip, server.Rtsp("cam1"));
        foreach (Task<BarcodeReport> viewer in viewers) Run.AssertIsContinuous(await viewer, 30);
        await server.StopAsync();
    }

    [Fact]
    public async Task NobodyWaitsWhereTheConfigurationSaysSoOrDoesNotNameTheStream()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--streams:cam1:overridePublisher", "true");
        (await server.Http.PatchAsJsonAsync("api/v1/streams/cam1", new { waitForStream = "0s", slate = "none" }, Cancellation)).EnsureSuccessStatusCode();
        foreach (string name in new[] { "cam1", "nobody" })
        {
            InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => FfmpegPlayer.PlayRtspAsync(server.Rtsp(name), 1));
            Assert.Contains("404", refused.Message, StringComparison.Ordinal);
        }

        await server.StopAsync();
    }
}
