using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Continuity;

/// <summary>An operator pauses a stream for longer than three target durations: who publishes and who views stays, and goes on.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class PauseTests
{
    private const string Stream = "cam1";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ViewersOverRtspAndHlsStay()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        string sender = (await server.SessionsAsync("rtsp", "publisher"))[0].GetProperty("id").GetString()!;
        await using ClientProcess ffmpeg = FfmpegPlayer.StartRtsp(server.Rtsp(Stream));
        string rtspViewer = await server.WaitForViewerAsync("rtsp");
        Task<PlaybackReport> browser = Browser.PlayHlsJsUntilAsync(server.Hls(Stream), number: 1080, within: 90);
        string hlsViewer = await server.WaitForViewerAsync("hls");
        await server.WaitForMoreUnitsAsync(Stream, 150);

        await PostAsync(server, "pause");
        long units = await server.UnitsAsync(Stream);
        await server.WaitForTimeInStateAsync(Stream, "paused", Pause);
        Assert.Equal(units, await server.UnitsAsync(Stream));
        await PostAsync(server, "resume");
        await server.WaitForStreamAsync(Stream);
        Assert.Equal([sender], await IdsAsync(server, "rtsp", "publisher"));
        Assert.Equal([rtspViewer], await IdsAsync(server, "rtsp", "viewer"));
        Assert.Equal([hlsViewer], await IdsAsync(server, "hls", "viewer"));

        int before = FfmpegPlayer.Decoded(ffmpeg).Frames;
        await Eventually.True(() => FfmpegPlayer.Decoded(ffmpeg).Frames > before + 60, "the viewer over RTSP goes on", TimeSpan.FromSeconds(40), Cancellation);
        PlaybackReport seen = await browser;
        Assert.True(seen.Errors.Count == 0 && seen.ClientErrors.Count == 0 && seen.Backwards == 0, seen.ToString());
        Assert.Contains(seen.Jumps, jump => jump.To - jump.From > 300);
        await server.StopAsync();
    }

    private static async Task PostAsync(HeadraceProcess server, string word)
    {
        using HttpResponseMessage answer = await server.Http.PostAsync(new Uri($"api/v1/streams/{Stream}/{word}", UriKind.Relative), null, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static async Task<IEnumerable<string?>> IdsAsync(HeadraceProcess server, string protocol, string role) =>
        (await server.SessionsAsync(protocol, role)).Select(session => session.GetProperty("id").GetString());
}
