using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Srt;

/// <summary>Programs that publish and play over SRT.</summary>
internal static class SrtClients
{
    private const string Quiet = "ffmpeg -nostdin -hide_banner -loglevel warning";

    /// <summary>Publishes a clip with ffmpeg, in real time.</summary>
    internal static ClientProcess PublishByFfmpeg(string file, string url, double from = 0)
    {
        Skip.UnlessInstalled("ffmpeg");
        string[] input = from > 0 ? ["-ss", $"{from}"] : [];
        return ClientProcess.Start("ffmpeg", ["-nostdin", "-hide_banner", "-loglevel", "warning", "-re", .. input, "-i", file, "-c", "copy", "-f", "mpegts", url]);
    }

    /// <summary>Publishes a clip with srt-live-transmit; ffmpeg makes the transport stream. Messages are of 1,456 bytes, which hold no whole number of packets.</summary>
    internal static ClientProcess PublishByLiveTransmit(string file, string url)
    {
        Skip.UnlessInstalled("ffmpeg", "srt-live-transmit");
        return ClientProcess.Start("sh", ["-c", $"exec {Quiet} -re -i '{file}' -c copy -f mpegts - | srt-live-transmit -q file://con '{url}'"]);
    }

    /// <summary>Publishes a clip with GStreamer.</summary>
    internal static async Task<ClientProcess> PublishByGStreamerAsync(string file, string url)
    {
        await Skip.UnlessGStreamerHasAsync("srtsink", "mpegtsmux");
        string[] video = ["d.video_0", "!", "queue", "!", "h264parse", "config-interval=-1", "!", "identity", "sync=true", "!", "m."];
        string[] audio = ["d.audio_0", "!", "queue", "!", "aacparse", "!", "identity", "sync=true", "!", "m."];
        return ClientProcess.Start("gst-launch-1.0", ["-e", "filesrc", $"location={file}", "!", "qtdemux", "name=d", "mpegtsmux", "name=m", "alignment=7", "!", "srtsink", $"uri={url}", .. video, .. audio]);
    }

    /// <summary>Plays with ffmpeg.</summary>
    internal static Task<BarcodeReport> PlayByFfmpegAsync(string url, int frames)
    {
        Skip.UnlessInstalled("ffmpeg");
        return BarcodeDecoder.ReadAsync(url, frames, cancellation: TestContext.Current.CancellationToken);
    }

    /// <summary>Plays with srt-live-transmit; ffmpeg decodes.</summary>
    internal static Task<BarcodeReport> PlayByLiveTransmitAsync(string url, int frames)
    {
        Skip.UnlessInstalled("ffmpeg", "srt-live-transmit");
        string decode = $"ffmpeg -nostdin -loglevel error -i - -map 0:v:0 -vf '{Barcode.DecodeFilter}' -fps_mode passthrough -enc_time_base -1 -f rawvideo -flush_packets 1 -";
        return BarcodePipe.ReadAsync("sh", ["-c", $"srt-live-transmit -q '{url}' file://con | {decode}"], frames, cancellation: TestContext.Current.CancellationToken);
    }

    /// <summary>Reads with srt-live-transmit; ffmpeg writes a line for each picture, which begins with <c>0,</c>.</summary>
    internal static ClientProcess CopyByLiveTransmit(string url)
    {
        Skip.UnlessInstalled("ffmpeg", "srt-live-transmit");
        return ClientProcess.Start("sh", ["-c", $"srt-live-transmit -q '{url}' file://con | {Quiet} -i - -map 0:v:0 -c copy -f framecrc -flush_packets 1 -"]);
    }

    /// <summary>Plays with GStreamer.</summary>
    internal static async Task<BarcodeReport> PlayByGStreamerAsync(string url, int height, int frames)
    {
        await Skip.UnlessGStreamerHasAsync("srtsrc", "tsdemux", "avdec_h264");
        string[] decode = ["tsdemux", "!", "h264parse", "!", "avdec_h264", "!", "queue"];
        string[] reduce = ["videocrop", "top=8", $"bottom={height - 24}", "!", "videoconvert", "!", "videoscale", "!", $"video/x-raw,format=GRAY8,width={Barcode.BytesPerFrame},height=1"];
        return await BarcodePipe.ReadAsync(
            "gst-launch-1.0", ["-q", "srtsrc", $"uri={url}", "!", .. decode, "!", .. reduce, "!", "fdsink", "fd=1", "sync=false"], frames, cancellation: TestContext.Current.CancellationToken);
    }
}
