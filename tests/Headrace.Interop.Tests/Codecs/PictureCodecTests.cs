using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Pull;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Codecs;

/// <summary>VP9, VP8, MJPEG, MPEG-2 and MPEG-4 video: ffmpeg publishes them and a camera of GStreamer serves one, ffmpeg and GStreamer read every frame back over RTSP; Chromium plays VP9 over HLS.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class PictureCodecTests
{
    private const int Frames = 60;

    [Fact]
    public async Task FramesComeOutOverRtspAsTheyWentIn()
    {
        (string Name, TestClip Clip)[] published = [("vp9", Clips.Vp9), ("vp8", Clips.Vp8), ("mjpeg", Clips.Mjpeg), ("mpeg2", Clips.Mpeg2), ("mpeg4", Clips.Mpeg4)];
        await using GStreamerCamera camera = await GStreamerCamera.StartAsync(Clips.Mjpeg);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--streams:camera:source", camera.Url);
        List<ClientProcess> publishers = [];
        try
        {
            foreach ((string name, TestClip clip) in published) publishers.Add(FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(clip), server.Rtsp(name), "tcp", "-strict", "experimental"));
            (string Name, TestClip Clip)[] read = [.. published, ("camera", Clips.Mjpeg)];
            foreach ((string name, _) in read) await server.WaitForStreamAsync(name);
            BarcodeReport[] reports = await Task.WhenAll(read.SelectMany(one => new[]
            {
                FfmpegPlayer.PlayRtspAsync(server.Rtsp(one.Name), Frames),
                GStreamerPlayer.PlayRtspAsync(server.Rtsp(one.Name), one.Clip.Height, Frames),
            }));
            foreach (BarcodeReport report in reports) Run.AssertIsContinuous(report, Frames);
        }
        finally
        {
            foreach (ClientProcess publisher in publishers) await publisher.DisposeAsync();
        }

        await server.StopAsync();
    }

    [Fact]
    public async Task HlsJsShowsEveryFrameOfVp9()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Vp9), server.Rtsp("cam1"), "tcp", "-strict", "experimental");
        await server.WaitForStreamAsync("cam1");
        PlaybackReport report = await Browser.PlayHlsJsAsync(server.Hls("cam1"), 90, "hls.js", isLowLatency: true);
        report.AssertPlayed(90);
        await server.StopAsync();
    }
}
