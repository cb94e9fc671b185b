using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Publishers;

/// <summary>Publishes with GStreamer's <c>rtspclientsink</c> over RTSP, over <c>tcp</c> or <c>udp</c>.</summary>
internal static class GStreamerPublisher
{
    // Left alone, the sink chooses RFC 3016 (MP4A-LATM) for AAC, because that comes first by name.
    private static readonly Dictionary<string, string> PreferRfc3640 = new() { ["GST_PLUGIN_FEATURE_RANK"] = "rtpmp4gpay:MAX" };

    /// <summary>Publishes a clip once, in real time, AAC as in RFC 3640; the process ends with the file.</summary>
    internal static async Task<ClientProcess> StartRtspAsync(TestClip clip, string url, string transport = "tcp")
    {
        await Skip.UnlessGStreamerHasAsync("rtspclientsink");
        List<string> pipeline = ["-e", "filesrc", $"location={await TestMedia.GetAsync(clip)}", "!", "qtdemux", "name=d", "rtspclientsink", "name=s", $"location={url}", $"protocols={transport}"];
        if (clip.Video != VideoCodec.None) pipeline.AddRange(["d.video_0", "!", "queue", "!", clip.Video == VideoCodec.H264 ? "h264parse" : "h265parse", "!", "identity", "sync=true", "!", "s."]);
        if (AudioParser(clip.Audio) is { } parser) pipeline.AddRange(["d.audio_0", "!", "queue", "!", parser, "!", "identity", "sync=true", "!", "s."]);
        return ClientProcess.Start("gst-launch-1.0", pipeline, environment: PreferRfc3640);
    }

    /// <summary>Publishes a clip of H.264 and AAC once, in real time, as one MPEG transport stream within RTP (RFC 2250).</summary>
    internal static async Task<ClientProcess> StartTransportStreamAsync(TestClip clip, string url)
    {
        await Skip.UnlessGStreamerHasAsync("rtspclientsink", "mpegtsmux", "rtpmp2tpay");
        string[] video = ["d.video_0", "!", "queue", "!", "h264parse", "config-interval=-1", "!", "identity", "sync=true", "!", "m."];
        string[] audio = ["d.audio_0", "!", "queue", "!", "aacparse", "!", "identity", "sync=true", "!", "m."];
        return ClientProcess.Start("gst-launch-1.0",
            ["-e", "filesrc", $"location={await TestMedia.GetAsync(clip)}", "!", "qtdemux", "name=d", "mpegtsmux", "name=m", "alignment=7", "!", "rtspclientsink", $"location={url}", "protocols=tcp", .. video, .. audio]);
    }

    private static string? AudioParser(AudioCodec codec) => codec switch
    {
        AudioCodec.Aac => "aacparse",
        AudioCodec.Opus => "opusparse",
        AudioCodec.Ac3 => "ac3parse",
        AudioCodec.Mp3 or AudioCodec.Mp2 => "mpegaudioparse",
        AudioCodec.Pcmu or AudioCodec.Pcma => "identity",
        _ => null,
    };
}
