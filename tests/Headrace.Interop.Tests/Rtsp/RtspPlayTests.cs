using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Rtsp;

/// <summary>ffmpeg and GStreamer publish over RTSP/TCP; ffmpeg, GStreamer and mpv play over RTSP/TCP.</summary>
[Trait("Speed", "slow")]
public sealed class RtspPlayTests
{
    private const int Frames = 120;

    private static readonly string[] OverTcp = ["-rtsp_transport", "tcp"];

    /// <summary>All programs read at the same time, each from its own start; frames and their bytes are those that were sent.</summary>
    [Theory]
    [InlineData(nameof(Clips.Plain))]
    [InlineData(nameof(Clips.Pyramid))]
    [InlineData(nameof(Clips.OpenGroups))]
    [InlineData(nameof(Clips.Camera))]
    [InlineData(nameof(Clips.Hevc))]
    public async Task ProgramsDecodeEveryFrameAndWhatGoesInComesOut(string clip)
    {
        string file = await TestMedia.GetAsync(Clips.Named(clip));
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        string url = server.Rtsp("cam1");
        Task<BarcodeReport>[] players =
        [
            FfmpegPlayer.PlayRtspAsync(url, Frames), GStreamerPlayer.PlayRtspAsync(url, Clips.Named(clip).Height, Frames), MpvPlayer.PlayAsync(url, Frames),
        ];
        await Task.WhenAll(AssertSameAsync(file, clip, url), AssertSoundAsync(file, clip, url));
        foreach (BarcodeReport report in await Task.WhenAll(players)) Run.AssertIsContinuous(report, Frames);
        await server.StopAsync();
    }

    /// <summary>Leading pictures of the point where a viewer joins refer to what he never got: he does not get them either, and a decoder has nothing to say.</summary>
    [Theory]
    [InlineData(nameof(Clips.OpenGroups))]
    [InlineData(nameof(Clips.OpenHevc))]
    public async Task WhoJoinsAtAnOpenGroupGetsWhatHeCanDecode(string clip)
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Named(clip)), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        await server.WaitForMoreUnitsAsync("cam1", 5 * Clips.Named(clip).KeyFrameInterval);
        BarcodeReport report = await FfmpegPlayer.PlayRtspAsync(server.Rtsp("cam1"), 60);
        Assert.True(report.Numbers[0] > 0, $"begins midway: {report}");
        Run.AssertIsContinuous(report, 60);
        await server.StopAsync();
    }

    [Fact]
    public async Task WhatGStreamerPublishesIsReadByFfmpeg()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = await GStreamerPublisher.StartRtspAsync(Clips.Camera, server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        Run.AssertIsContinuous(await FfmpegPlayer.PlayRtspAsync(server.Rtsp("cam1"), Frames), Frames);
        await server.StopAsync();
    }

    /// <summary>Some encoders send AAC as LATM; viewers get it as everybody else's.</summary>
    [Fact]
    public async Task SoundThatCameAsLatmComesOutAsItWentIn()
    {
        string file = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, server.Rtsp("cam1"), "tcp", "-rtpflags", "latm");
        await server.WaitForStreamAsync("cam1");
        IReadOnlyList<FrameHash> received = await FrameHashes.ReadAsync(
            server.Rtsp("cam1"), "a:0", seconds: 4, inputOptions: OverTcp, cancellation: TestContext.Current.CancellationToken);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "a:0", cancellation: TestContext.Current.CancellationToken), received, atLeast: 100);
        await server.StopAsync();
    }

    private static async Task AssertSameAsync(string file, string clip, string url)
    {
        VideoCodec codec = Clips.Named(clip).Video;
        IReadOnlyList<FrameHash> received = await FrameHashes.ReadAsync(url, "v:0", codec, seconds: 4, inputOptions: OverTcp, cancellation: TestContext.Current.CancellationToken);

        // Who joins at an open group is not given its leading pictures: it is whole from the next group on.
        int joining = clip == nameof(Clips.OpenGroups) ? Clips.Named(clip).KeyFrameInterval : 0;
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "v:0", codec, cancellation: TestContext.Current.CancellationToken), [.. received.Skip(joining)], atLeast: 100 - joining);
    }

    /// <summary>Packets of G.711 are of another length than the file's.</summary>
    private static async Task AssertSoundAsync(string file, string clip, string url)
    {
        if (Clips.Named(clip).Audio == AudioCodec.None) return;
        IReadOnlyList<FrameHash> received = await FrameHashes.ReadAsync(url, "a:0", seconds: 4, inputOptions: OverTcp, cancellation: TestContext.Current.CancellationToken);
        Assert.NotEmpty(received);
        if (Clips.Named(clip).Audio != AudioCodec.Pcmu) Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "a:0", cancellation: TestContext.Current.CancellationToken), received, atLeast: 100);
    }
}
