using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Hls;

/// <summary>ffmpeg publishes over RTSP, programs play over HLS.</summary>
[Trait("Speed", "slow")]
public sealed class ProgramHlsTests
{
    private const int Frames = 120;

    [Theory]
    [InlineData(nameof(Clips.Plain))]
    [InlineData(nameof(Clips.Pyramid))]
    [InlineData(nameof(Clips.OpenGroups))]
    [InlineData(nameof(Clips.Hevc))]
    public async Task FfmpegDecodesEveryFrame(string clip)
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Named(clip)), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        Run.AssertIsContinuous(await FfmpegPlayer.PlayHlsAsync(server.Hls("cam1"), Frames), Frames);
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
        Run.AssertIsContinuous(await GStreamerPlayer.PlayHlsAsync(server.Hls("cam1"), Clips.Named(clip).Height, Frames), Frames);
        await server.StopAsync();
    }

    [Fact]
    public async Task MpvDecodesEveryFrame()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        Run.AssertIsContinuous(await MpvPlayer.PlayAsync(server.Hls("cam1"), Frames), Frames);
        await server.StopAsync();
    }

    [Theory]
    [InlineData(nameof(Clips.Plain))]
    [InlineData(nameof(Clips.Pyramid))]
    [InlineData(nameof(Clips.Hevc))]
    public async Task WhatGoesInComesOut(string clip)
    {
        VideoCodec codec = Clips.Named(clip).Video;
        string file = await TestMedia.GetAsync(Clips.Named(clip));
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        IReadOnlyList<FrameHash> received = await FrameHashes.ReadAsync(server.Hls("cam1"), "v:0", codec, seconds: 4, cancellation: TestContext.Current.CancellationToken);
        IReadOnlyList<FrameHash> sent = await FrameHashes.ReadAsync(file, "v:0", codec, cancellation: TestContext.Current.CancellationToken);
        Run.AssertIsPartOf(sent, received, atLeast: 100);
        await server.StopAsync();
    }
}
