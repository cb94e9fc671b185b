using Headrace.Interop.Tests.Changes;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Continuity;

/// <summary>A publisher is killed and stays away longer than his grace: his viewers see the slate, hear silence, and see him again when he returns. Pain 10.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class SlateTests
{
    private const string Stream = "cam1";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(Clips.Plain))]
    [InlineData(nameof(Clips.Hevc))]
    public async Task ViewersOverRtspSeeTheSlateAndThenThePublisherAgain(string clip)
    {
        string file = await TestMedia.GetAsync(Clips.Named(clip));
        await using HeadraceProcess server = await HeadraceProcess.StartAsync($"--streams:{Stream}:publisherGrace", "1s");
        await using ClientProcess first = CopyPublisher.StartFrom(0, file, server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        await using ClientProcess ffmpeg = FfmpegPlayer.StartRtsp(server.Rtsp(Stream));
        string viewer = await server.WaitForViewerAsync("rtsp");
        await Eventually.True(() => FfmpegPlayer.Decoded(ffmpeg).Frames >= 60, "the viewer plays", Deadline, Cancellation);

        first.Send(UnixSignal.Kill);
        await server.WaitForInputAsync(Stream, "slate");
        await Eventually.True(() => FfmpegPlayer.Decoded(ffmpeg).Numbers.Count(number => number == 0) >= 60, "the viewer sees the slate", Deadline, Cancellation);
        await using ClientProcess returned = CopyPublisher.StartFrom(2, file, server.Rtsp(Stream));
        await server.WaitForInputAsync(Stream, "publisher");
        await Eventually.True(() => FfmpegPlayer.Decoded(ffmpeg).Numbers.TakeLast(30).All(number => number > 60), "the viewer sees the publisher again", Deadline, Cancellation);
        Assert.Equal([viewer], (await server.SessionsAsync("rtsp", "viewer")).Select(session => session.GetProperty("id").GetString()!));
        await server.StopAsync();
    }

    [Fact]
    public async Task BrowserSeesTheSlateAndThenThePublisherAgain()
    {
        string file = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync($"--streams:{Stream}:publisherGrace", "1s");
        await using ClientProcess first = CopyPublisher.StartFrom(0, file, server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        Task<PlaybackReport> browser = Browser.PlayHlsJsUntilAsync(server.Hls(Stream), ChangedClips.FirstNumber + 120, within: 90);
        await server.WaitForViewerAsync("hls");
        await server.WaitForMoreUnitsAsync(Stream, 150);

        first.Send(UnixSignal.Kill);
        await server.WaitForInputAsync(Stream, "slate");
        await server.WaitForMoreUnitsAsync(Stream, 250);
        Assert.NotEmpty(await server.SessionsAsync("hls", "viewer"));
        await using ClientProcess returned = CopyPublisher.StartFrom(ChangedClips.SecondsLeftOut, file, server.Rtsp(Stream));
        await server.WaitForInputAsync(Stream, "publisher");
        PlaybackReport seen = await browser;
        Assert.True(seen.Errors.Count == 0 && seen.ClientErrors.Count == 0, seen.ToString());
        Assert.Contains(seen.Jumps, jump => jump.To == 0);
        Assert.Contains(seen.Jumps, jump => jump.From == 0 && jump.To >= ChangedClips.FirstNumber);
        await server.StopAsync();
    }
}
