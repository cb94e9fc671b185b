using System.Net.Http.Json;
using Headrace.Interop.Tests.Changes;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Continuity;

/// <summary>A stream with two inputs, each published by a real process: the first one is killed and comes back, then both are. Its viewers stay. Pain 10.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class InputTurnTests
{
    private const string Stream = "hall";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Pain", "10")]
    public async Task ViewersSeeTheSpareAndThenTheFirstAgain()
    {
        string file = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess spare = CopyPublisher.StartFrom(ChangedClips.SecondsLeftOut, file, server.Rtsp("b"));
        await using ClientProcess first = CopyPublisher.StartFrom(0, file, server.Rtsp("a"));
        await server.WaitForStreamAsync("a");
        await server.WaitForStreamAsync("b");
        var inputs = new[] { new { label = "first", url = server.Rtsp("a"), priority = 0 }, new { label = "spare", url = server.Rtsp("b"), priority = 1 } };
        using HttpResponseMessage created = await server.Http.PostAsJsonAsync("api/v1/streams", new { name = Stream, inputs, restartIntervalSecs = 1, publisherGrace = "1s" }, Cancellation);
        Assert.True(created.IsSuccessStatusCode, await created.Content.ReadAsStringAsync(Cancellation));
        await server.WaitForInputAsync(Stream, "first");

        await using ClientProcess ffmpeg = FfmpegPlayer.StartRtsp(server.Rtsp(Stream));
        string rtspViewer = await server.WaitForViewerAsync("rtsp");
        Task<PlaybackReport> browser = Browser.PlayHlsJsUntilAndBackAsync(server.Hls(Stream), ChangedClips.FirstNumber, back: 90, within: 60);
        string hlsViewer = await server.WaitForViewerAsync("hls");
        await server.WaitForMoreUnitsAsync(Stream, 120);

        first.Send(UnixSignal.Kill);
        await server.WaitForInputAsync(Stream, "spare");
        await server.WaitForMoreUnitsAsync(Stream, 180);

        await using ClientProcess returned = CopyPublisher.StartFrom(0, file, server.Rtsp("a"));
        await server.WaitForInputAsync(Stream, "first");
        await server.WaitForMoreUnitsAsync(Stream, 60);
        Assert.Contains(rtspViewer, (await server.SessionsAsync("rtsp", "viewer")).Select(session => session.GetProperty("id").GetString()));
        Assert.Contains(hlsViewer, (await server.SessionsAsync("hls", "viewer")).Select(session => session.GetProperty("id").GetString()));
        PlaybackReport seen = await browser;
        Assert.True(seen.Errors.Count == 0 && seen.ClientErrors.Count == 0, seen.ToString());
        Assert.Single(seen.Jumps, jump => jump.From < ChangedClips.FirstNumber && jump.To >= ChangedClips.FirstNumber);
        Assert.Single(seen.Jumps, jump => jump.From >= ChangedClips.FirstNumber && jump.To < ChangedClips.FirstNumber);
        Assert.InRange(seen.Last!.Value, 90, ChangedClips.FirstNumber - 1);

        await Eventually.True(() => PartsOf(ffmpeg).Count == 3 && PartsOf(ffmpeg)[2].Count > 30, $"ffmpeg has all three parts: {FfmpegPlayer.Decoded(ffmpeg)}", Deadline, Cancellation);
        Assert.All(PartsOf(ffmpeg), part => Run.AssertIsContinuous(new BarcodeReport(part), 30));

        // With both gone there is the slate, for the same viewer.
        returned.Send(UnixSignal.Kill);
        spare.Send(UnixSignal.Kill);
        await server.WaitForInputAsync(Stream, "slate");
        await Eventually.True(() => FfmpegPlayer.Decoded(ffmpeg).Numbers.TakeLast(30).All(number => number == 0), "ffmpeg sees the slate", Deadline, Cancellation);
        await server.StopAsync();
    }

    /// <summary>What a viewer saw, cut where another input took over.</summary>
    private static List<List<uint>> PartsOf(ClientProcess viewer)
    {
        List<List<uint>> parts = [];
        foreach (uint number in FfmpegPlayer.Decoded(viewer).Numbers)
        {
            bool isSpare = number >= ChangedClips.FirstNumber;
            if (parts.Count == 0 || parts[^1][^1] >= ChangedClips.FirstNumber != isSpare) parts.Add([]);
            parts[^1].Add(number);
        }

        return parts;
    }
}
