using System.Text.RegularExpressions;
using Headrace.TestKit;
using Headrace.TestKit.Clips;

namespace Headrace.Interop.Tests.Players;

/// <summary>Plays with GStreamer, decoding every frame.</summary>
internal static partial class GStreamerPlayer
{
    /// <summary>
    /// What takes the sound of <c>rtspsrc</c> named <c>source</c>. A pad that leads nowhere is no fault to it as long as another one leads somewhere; over UDP the sound may come out before
    /// the picture has a pad at all, and then it is one (gst_rtspsrc_combine_flows).
    /// </summary>
    internal static readonly string[] TakeSound = ["source.", "!", "application/x-rtp,media=audio", "!", "fakesink", "async=false", "sync=false"];

    /// <summary>Plays a stream over RTSP/TCP. <paramref name="height"/> is the picture's, in pixels.</summary>
    internal static Task<BarcodeReport> PlayRtspAsync(string url, int height, int frames, params string[] options) =>
        PlayAsync(["rtspsrc", "name=source", $"location={url}", url.StartsWith("rtsps", StringComparison.Ordinal) ? "protocols=tcp+tls" : "protocols=tcp", .. options, "!", "application/x-rtp,media=video", "!", "decodebin"], height, frames, TakeSound);

    /// <summary>Plays a stream over HLS.</summary>
    internal static Task<BarcodeReport> PlayHlsAsync(string url, int height, int frames) =>
        PlayAsync(["uridecodebin3", $"uri={url}", "caps=video/x-raw"], height, frames);

    /// <summary>Plays the H.264 of a session description that comes to a port as RTP.</summary>
    internal static Task<BarcodeReport> PlayRtpAsync(int port, string description, int height, int frames)
    {
        Match map = RtpMap().Match(description);
        string caps = $"application/x-rtp,media=video,clock-rate={map.Groups[2].Value},encoding-name=H264,payload={map.Groups[1].Value},sprop-parameter-sets=(string)\"{SpropParameterSets().Match(description).Groups[1].Value}\"";
        return PlayAsync(["udpsrc", $"port={port}", $"caps={caps}", "!", "rtpjitterbuffer", "!", "rtph264depay", "wait-for-keyframe=true", "!", "h264parse", "!", "avdec_h264"], height, frames);
    }

    private static async Task<BarcodeReport> PlayAsync(string[] source, int height, int frames, params string[] others)
    {
        await Skip.UnlessGStreamerHasAsync("rtspsrc", "avdec_h264", "uridecodebin3");
        string[] reduce =
        [
            "videocrop", "top=8", $"bottom={height - 24}", "!", "videoconvert", "!", "videoscale", "!", $"video/x-raw,format=GRAY8,width={Barcode.BytesPerFrame},height=1", "!",
            "fdsink", "fd=1", "sync=false",
        ];
        return await BarcodePipe.ReadAsync("gst-launch-1.0", ["-q", .. source, "!", "queue", "!", .. reduce, .. others], frames, cancellation: TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"a=rtpmap:(\d+) H264/(\d+)")]
    private static partial Regex RtpMap();

    [GeneratedRegex(@"sprop-parameter-sets=([^;\s]+)")]
    private static partial Regex SpropParameterSets();
}
