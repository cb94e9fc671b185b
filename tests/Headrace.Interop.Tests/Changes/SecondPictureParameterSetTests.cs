using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Changes;

/// <summary>A picture parameter set that comes in the middle of a group of pictures, and that later pictures need, is no new format: no break, and they decode.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class SecondPictureParameterSetTests
{
    private const string Stream = "cam1";
    private const int MostNotInWholeSegments = 90;

    [Fact]
    [Trait("Pain", "5")]
    public async Task PicturesThatNeedItDecodeWithoutADiscontinuity()
    {
        string file = await ChangedClips.SecondSetAsync();
        IReadOnlyList<string> sent = await DecodedHashes.ReadAsync(file);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--hls:alwaysOn", "true");
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        Task<IReadOnlyList<string>> received = DecodedHashes.ReadAsync(server.Rtsp(Stream), 270, "-rtsp_transport", "tcp");
        Task<PlaybackReport> browser = Browser.PlayHlsJsUntilAsync(server.Hls(Stream), ChangedClips.FirstWithSecondSet + 60, within: 30);
        AssertIsPartOf(sent, await received);
        (await browser).AssertPlayed(60);
        await server.WaitForTimeInStateAsync(Stream, "inactive", TimeSpan.Zero);

        LivePlaylist playlist = await LivePlaylist.ReadAsync(server, Stream);
        Assert.True(playlist.Discontinuities == 0 && playlist.Runs.Count == 2, playlist.Text);
        using TemporaryFolder folder = new();
        List<string> stored = [];
        foreach (string part in await playlist.SaveAsync(server.Http, folder.Path)) stored.AddRange(await DecodedHashes.ReadAsync(part));
        AssertIsPartOf(sent, stored);
        Assert.True(stored.Count > sent.Count - MostNotInWholeSegments, $"{stored.Count} of {sent.Count} pictures are in whole segments.");
        await server.StopAsync();
    }

    private static void AssertIsPartOf(IReadOnlyList<string> sent, IReadOnlyList<string> received)
    {
        int start = sent.ToList().IndexOf(received[0]);
        Assert.True(start >= 0 && start < ChangedClips.FirstWithSecondSet, "It began too late.");
        Assert.Equal(sent.Skip(start).Take(received.Count), received);
        Assert.True(start + received.Count > ChangedClips.FirstWithSecondSet + 30, "It ended too early.");
    }
}
