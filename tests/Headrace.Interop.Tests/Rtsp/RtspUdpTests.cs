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

    [Theory]
    [InlineData(nameof(Clips.Plain))]
    [InlineData(nameof(Clips.Pyramid))]
    [InlineData(nameof(Clips.Hevc))]
    public async Task FfmpegPublishesAndDecodesEveryFrame(string clip)
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Named(clip)), server.Rtsp("cam1"), Udp);
        await server.WaitForStreamAsync("cam1");
        Run.AssertIsContinuous(await FfmpegPlayer.PlayRtspAsync(server.Rtsp("cam1"), Frames, Udp), Frames);
        await server.StopAsync();
    }

    [Theory]
    [InlineData(nameof(Clips.Plain))]
    [InlineData(nameof(Clips.Hevc))]
    public async Task GStreamerDecodesEveryFrame(string clip)
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Named(clip)), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        Run.AssertIsContinuous(await GStreamerPlayer.PlayRtspAsync(server.Rtsp("cam1"), Clips.Named(clip).Height, Frames, "protocols=udp"), Frames);
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

    [Fact]
    public async Task MpvDecodesEveryFrame()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        Run.AssertIsContinuous(await MpvPlayer.PlayAsync(server.Rtsp("cam1"), Frames, Udp), Frames);
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
        IReadOnlyList<FrameHash> pictures = await FrameHashes.ReadAsync(server.Rtsp("cam1"), "v:0", codec, seconds: 4, inputOptions: overUdp, cancellation: TestContext.Current.CancellationToken);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "v:0", codec, cancellation: TestContext.Current.CancellationToken), pictures, atLeast: 100);
        IReadOnlyList<FrameHash> sound = await FrameHashes.ReadAsync(server.Rtsp("cam1"), "a:0", seconds: 4, inputOptions: overUdp, cancellation: TestContext.Current.CancellationToken);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "a:0", cancellation: TestContext.Current.CancellationToken), sound, atLeast: 100);
        await server.StopAsync();
    }
}
