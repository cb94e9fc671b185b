using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Sessions;

/// <summary>A publisher that is cut off and comes back within its grace: nobody is thrown out, and all play on by themselves.</summary>
[Trait("Speed", "slow")]
public sealed class ReturningPublisherTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task RtspViewerStaysAndPlaysOn()
    {
        string file = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess viewer = await StartWithViewerAsync(server, file, atLeast: 60);
        int before = FfmpegPlayer.Decoded(viewer).Frames;
        await using ClientProcess again = FfmpegPublisher.StartRtsp(file, server.Rtsp("cam1"));
        await WaitForFramesAsync(viewer, before + 90);
        BarcodeReport report = FfmpegPlayer.Decoded(viewer);
        Assert.Equal(1, report.Backwards);
        Assert.True(report.Missing == 0 && report.Repeated == 0, report.ToString());
        Assert.Equal("", viewer.Errors);
        await server.StopAsync();
    }

    [Fact]
    public async Task BrowserPlaysOn()
    {
        string file = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess first = FfmpegPublisher.StartRtsp(file, server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        Task<PlaybackReport> playing = Browser.PlayHlsJsAsync(server.Hls("cam1"), frames: 360, isLowLatency: true);
        await Eventually.True(async () => await CountAsync(server, "hls") > 0, "a browser plays", Patience, TestContext.Current.CancellationToken);
        await Eventually.True(async () => await UnitsAsync(server) > 300, "ten seconds were published", Patience, TestContext.Current.CancellationToken);
        await first.DisposeAsync();
        await Eventually.True(async () => await CountAsync(server, "rtsp") == 0, "the publisher is gone", Patience, TestContext.Current.CancellationToken);
        await using ClientProcess again = FfmpegPublisher.StartRtsp(file, server.Rtsp("cam1"));
        PlaybackReport report = await playing;
        Assert.Empty(report.ClientErrors);
        Assert.True(report.Frames + report.MissedCallbacks >= 360, report.ToString());
        Assert.Equal(1, report.Backwards);
        await server.StopAsync();
    }

    [Fact]
    public async Task OwnPageSaysSoAndPlaysOn()
    {
        string file = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        Task<PlaybackReport> playing = Browser.OpenPageAsync(server.Page("cam1"), frames: 300);
        await using ClientProcess first = FfmpegPublisher.StartRtsp(file, server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        await Eventually.True(async () => await CountAsync(server, "hls") > 0, "the page plays", Patience, TestContext.Current.CancellationToken);
        await Eventually.True(async () => await UnitsAsync(server) > 180, "six seconds were published", Patience, TestContext.Current.CancellationToken);
        await first.DisposeAsync();
        await Eventually.True(async () => await CountAsync(server, "rtsp") == 0, "the publisher is gone", Patience, TestContext.Current.CancellationToken);
        await using ClientProcess again = FfmpegPublisher.StartRtsp(file, server.Rtsp("cam1"));
        PlaybackReport report = await playing;
        Assert.True(report.Frames + report.MissedCallbacks >= 300, report.ToString());
        Assert.Equal("live", report.Status);
        Assert.Empty(report.Errors);
        await server.StopAsync();
    }

    [Fact]
    public async Task ResolutionThatChangesIsFollowed()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        string small = await TestMedia.GetAsync(Clips.Plain);
        string large = await TestMedia.GetAsync(Clips.Plain with { Width = 1280, Height = 720, Seconds = 40 });
        await using ClientProcess first = FfmpegPublisher.StartRtsp(small, server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        Task<PlaybackReport> playing = Browser.PlayHlsJsAsync(server.Hls("cam1"), frames: 360, isLowLatency: true);
        await Eventually.True(async () => await CountAsync(server, "hls") > 0, "a browser plays", Patience, TestContext.Current.CancellationToken);
        await Eventually.True(async () => await UnitsAsync(server) > 300, "ten seconds were published", Patience, TestContext.Current.CancellationToken);
        await first.DisposeAsync();
        await using ClientProcess second = FfmpegPublisher.StartRtsp(large, server.Rtsp("cam1"));
        PlaybackReport report = await playing;
        Assert.Empty(report.ClientErrors);
        Assert.Equal(["640x360", "1280x720"], report.Sizes);
        await server.StopAsync();
    }

    /// <summary>A viewer that has decoded some frames of a publisher that is gone again.</summary>
    private static async Task<ClientProcess> StartWithViewerAsync(HeadraceProcess server, string file, int atLeast)
    {
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        ClientProcess viewer = FfmpegPlayer.StartRtsp(server.Rtsp("cam1"));
        await WaitForFramesAsync(viewer, atLeast);
        return viewer;
    }

    private static Task WaitForFramesAsync(ClientProcess viewer, int frames) => Eventually.True(
        () => FfmpegPlayer.Decoded(viewer).Frames >= frames || viewer.HasEnded, $"{frames} frames are decoded", Patience, TestContext.Current.CancellationToken);

    private static async Task<int> CountAsync(HeadraceProcess server, string protocol) =>
        (await server.GetAsync("sessions")).GetProperty("items").EnumerateArray().Count(session => session.GetProperty("protocol").GetString() == protocol);

    private static async Task<long> UnitsAsync(HeadraceProcess server) =>
        (await server.GetAsync("streams")).GetProperty("items")[0].GetProperty("tracks")[0].GetProperty("units").GetInt64();
}
