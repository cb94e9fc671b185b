using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Changes;

/// <summary>A publisher's process is killed; another one comes 3 s later with a later part of the clip. Its viewers stay, and go on with it.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class ReturningPublisherTests
{
    private const string Stream = "cam1";
    /// <summary>Frames that hls.js jumps over with a hole, or to get out of a stall: it aims 50 ms behind the hole's end, and tries 100 ms more where that does not help.</summary>
    private const int SeekedOver = 4;

    /// <summary>Frames that Chromium decoded and showed to nobody without counting them as dropped, when the machine is busy.</summary>
    private const int Unseen = 3;

    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(3);

    [Fact]
    [Trait("Pain", "10")]
    public async Task ViewersGoOnWithThePublisherThatReturns() => await PlayAcrossAsync(await TestMedia.GetAsync(Clips.Plain), ChangedClips.SecondsLeftOut);

    [Fact]
    public async Task ViewersGoOnWithAPublisherWhoReturnsWithAnotherProfile() => await PlayAcrossAsync(await ChangedClips.BaselineAsync(), 0);

    [Fact]
    public async Task ViewersOfTransportStreamsGoOnWithThePublisherThatReturns() => await PlayAcrossAsync(await TestMedia.GetAsync(Clips.Plain), ChangedClips.SecondsLeftOut, "mpegts");

    private static async Task PlayAcrossAsync(string second, double from, string variant = "lowLatency")
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--hls:variant", variant);
        await using ClientProcess first = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        Task<PlaybackReport> browser = Browser.PlayHlsJsUntilAsync(server.Hls(Stream), ChangedClips.FirstNumber + 120, within: 60);
        string hlsViewer = await server.WaitForViewerAsync("hls");
        Task<BarcodeReport> ffmpeg = FfmpegPlayer.PlayRtspAsync(server.Rtsp(Stream), 300);
        string rtspViewer = await server.WaitForViewerAsync("rtsp");
        await server.WaitForMoreUnitsAsync(Stream, 150);

        first.Send(UnixSignal.Kill);
        await server.WaitForTimeInStateAsync(Stream, "inactive", Absence);
        await using ClientProcess returned = CopyPublisher.StartFrom(from, second, server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        await server.WaitForMoreUnitsAsync(Stream, 30);
        await AssertIsHereAsync(server, "rtsp", rtspViewer);
        await AssertIsHereAsync(server, "hls", hlsViewer);

        AssertGoesOn(await ffmpeg);
        AssertGoesOn(await browser);
        LivePlaylist playlist = await LivePlaylist.ReadAsync(server, Stream);
        Assert.True(playlist.Discontinuities == 1, playlist.Text);
        await server.StopAsync();
    }

    private static async Task AssertIsHereAsync(HeadraceProcess server, string protocol, string id) =>
        Assert.Equal([id], (await server.SessionsAsync(protocol, "viewer")).Select(session => session.GetProperty("id").GetString()));

    private static void AssertGoesOn(BarcodeReport report)
    {
        uint[] before = [.. report.Numbers.TakeWhile(number => number < ChangedClips.FirstNumber)];
        Assert.True(before.Length > 60, report.ToString());
        Run.AssertIsContinuous(new BarcodeReport(before), before.Length);
        BarcodeReport after = new([.. report.Numbers.Skip(before.Length)]);
        Run.AssertIsContinuous(after, atLeast: 60);
        Assert.Equal(ChangedClips.FirstNumber, after.Numbers[0]);
    }

    private static void AssertGoesOn(PlaybackReport report)
    {
        Assert.True(report.Errors.Count == 0 && report.ClientErrors.Count == 0, $"errors: {report}");
        Assert.True(report.Backwards == 0, $"frames out of order: {report}");
        NumberJump jump = Assert.Single(report.Jumps, jump => jump.From < ChangedClips.FirstNumber && jump.To >= ChangedClips.FirstNumber);
        Assert.True(jump.To - ChangedClips.FirstNumber <= SeekedOver, $"frames lost after the hole: {report}");
        long shown = jump.From - report.First!.Value + 1 + report.Last!.Value - jump.To + 1;
        Assert.True(report.DecodedFrames >= shown, $"frames were not decoded: {report}");
        Assert.True(report.Skipped - (jump.To - jump.From - 1) <= report.DroppedFrames + Unseen + report.Seeks * SeekedOver, $"frames lost: {report}");
    }
}
