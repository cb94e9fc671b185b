using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Rtmp;

/// <summary>Programs that publish and play over RTMP.</summary>
internal static class RtmpClients
{
    /// <summary>Publishes a clip with ffmpeg.</summary>
    internal static ClientProcess PublishByFfmpeg(string file, string url, params string[] options)
    {
        Skip.UnlessInstalled("ffmpeg");
        return ClientProcess.Start("ffmpeg", ["-nostdin", "-hide_banner", "-loglevel", "warning", "-re", "-i", file, "-c", "copy", "-f", "flv", .. options, url]);
    }

    /// <summary>Publishes a clip with GStreamer.</summary>
    internal static async Task<ClientProcess> PublishByGStreamerAsync(string file, string url)
    {
        await Skip.UnlessGStreamerHasAsync("rtmp2sink", "flvmux");
        string[] video = ["d.video_0", "!", "queue", "!", "h264parse", "!", "identity", "sync=true", "!", "m.video"];
        string[] audio = ["d.audio_0", "!", "queue", "!", "aacparse", "!", "identity", "sync=true", "!", "m.audio"];
        return ClientProcess.Start("gst-launch-1.0", ["-e", "filesrc", $"location={file}", "!", "qtdemux", "name=d", "flvmux", "name=m", "streamable=true", "!", "rtmp2sink", $"location={url}", .. video, .. audio]);
    }

    /// <summary>Plays with ffmpeg.</summary>
    internal static Task<BarcodeReport> PlayByFfmpegAsync(string url, int frames, params string[] options)
    {
        Skip.UnlessInstalled("ffmpeg");
        return BarcodeDecoder.ReadAsync(url, frames, options, cancellation: TestContext.Current.CancellationToken);
    }

    /// <summary>Plays with GStreamer.</summary>
    internal static async Task<BarcodeReport> PlayByGStreamerAsync(string url, int height, int frames)
    {
        await Skip.UnlessGStreamerHasAsync("rtmp2src", "flvdemux", "avdec_h264");
        string[] reduce = ["videocrop", "top=8", $"bottom={height - 24}", "!", "videoconvert", "!", "videoscale", "!", $"video/x-raw,format=GRAY8,width={Barcode.BytesPerFrame},height=1"];
        return await BarcodePipe.ReadAsync(
            "gst-launch-1.0",
            ["-q", "rtmp2src", $"location={url}", "!", "flvdemux", "name=d", "d.audio", "!", "queue", "!", "fakesink", "d.video", "!", "queue", "!", "h264parse", "!", "avdec_h264", "!", "queue", "!", .. reduce, "!", "fdsink", "fd=1", "sync=false"],
            frames, cancellation: TestContext.Current.CancellationToken);
    }
}
