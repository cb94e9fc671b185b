using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Rtsp;

/// <summary>ffmpeg and GStreamer publish over RTSP/UDP; ffmpeg, GStreamer and mpv play over RTSP/UDP.</summary>
[Trait("Speed", "slow")]
public sealed class RtspUdpTests
{
    private const int Frames = 120;
    private const string Udp = "udp";

    /// <summary>All programs read at the same time.</summary>
    [Theory]
    [InlineData(nameof(Clips.Plain))]
    [InlineData(nameof(Clips.Pyramid))]
    [InlineData(nameof(Clips.Hevc))]
    public async Task ProgramsDecodeEveryFrame(string clip)
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Named(clip)), server.Rtsp("cam1"), Udp);
        await server.WaitForStreamAsync("cam1");
        string url = server.Rtsp("cam1");
        Task<BarcodeReport>[] players =
        [
            FfmpegPlayer.PlayRtspAsync(url, Frames, Udp), GStreamerPlayer.PlayRtspAsync(url, Clips.Named(clip).Height, Frames, "protocols=udp"), MpvPlayer.PlayAsync(url, Frames, Udp),
        ];
        foreach (BarcodeReport report in await Task.WhenAll(players)) Run.AssertIsContinuous(report, Frames);
        await server.StopAsync();
    }

    [Fact]
    public async Task WhatGStreamerPublishesIsReadByFfmpeg()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = await GStreamerPublisher.StartRtspAsync(Clips.Plain, server.Rtsp("cam1"), Udp);
        await server.WaitForStreamAsync("cam1");
        Run.AssertIsContinuous(await FfmpegPlayer.PlayRtspAsync(server.Rtsp("cam1"), Frames, Udp), Frames);
        await server.StopAsync();
    }

    [Theory]
    [InlineData(nameof(Clips.Plain))]
    [InlineData(nameof(Clips.Hevc))]
    public async Task WhatGoesInOverUdpComesOutOverUdp(string clip)
    {
        VideoCodec codec = Clips.Named(clip).Video;
        string file = await TestMedia.GetAsync(Clips.Named(clip));
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, server.Rtsp("cam1"), Udp);
        await server.WaitForStreamAsync("cam1");
        string[] overUdp = ["-rtsp_transport", Udp];
        Task<IReadOnlyList<FrameHash>> sound = FrameHashes.ReadAsync(server.Rtsp("cam1"), "a:0", seconds: 4, inputOptions: overUdp, cancellation: TestContext.Current.CancellationToken);
        IReadOnlyList<FrameHash> pictures = await FrameHashes.ReadAsync(server.Rtsp("cam1"), "v:0", codec, seconds: 4, inputOptions: overUdp, cancellation: TestContext.Current.CancellationToken);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "v:0", codec, cancellation: TestContext.Current.CancellationToken), pictures, atLeast: 100);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "a:0", cancellation: TestContext.Current.CancellationToken), await sound, atLeast: 100);
        await server.StopAsync();
    }
}
