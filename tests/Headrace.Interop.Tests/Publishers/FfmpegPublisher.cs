using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Publishers;

/// <summary>Publishes with ffmpeg: a clip by stream copy in real time, or what a filter graph makes.</summary>
internal static class FfmpegPublisher
{
    private static readonly string[] Quiet = ["-nostdin", "-hide_banner", "-loglevel", "warning"];

    /// <summary>Publishes a file over RTSP once, in real time, over <c>tcp</c> or <c>udp</c>, with options of the output; the process ends with the file.</summary>
    internal static ClientProcess StartRtsp(string file, string url, string transport = "tcp", params string[] options)
    {
        Skip.UnlessInstalled("ffmpeg");
        return ClientProcess.Start("ffmpeg", RtspArguments(file, url, transport, options));
    }

    /// <summary>ffmpeg's arguments for the same, for one that is started elsewhere.</summary>
    internal static string[] RtspArguments(string file, string url, string transport, params string[] options) =>
        [.. Quiet, "-re", "-i", file, "-c", "copy", "-f", "rtsp", "-rtsp_transport", transport, .. options, url];

    /// <summary>As <see cref="StartRtspEncoding"/>, a key frame every two seconds of 30 frames a second, with a tone in AAC.</summary>
    internal static ClientProcess StartRtspEncodingWithSound(string graph, string url)
    {
        Skip.UnlessInstalled("ffmpeg");
        return ClientProcess.Start(
            "ffmpeg",
            [
                .. Quiet, "-f", "lavfi", "-i", graph, "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "60", "-b:v", "1M",
                "-c:a", "aac", "-b:a", "96k", "-f", "rtsp", "-rtsp_transport", "tcp", url,
            ]);
    }

    /// <summary>Encodes a lavfi graph as H.264 with low delay and publishes it over RTSP/TCP for ever.</summary>
    internal static ClientProcess StartRtspEncoding(string graph, string url)
    {
        Skip.UnlessInstalled("ffmpeg");
        return ClientProcess.Start(
            "ffmpeg",
            [.. Quiet, "-f", "lavfi", "-i", graph, "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "30", "-b:v", "1M", "-f", "rtsp", "-rtsp_transport", "tcp", url]);
    }
}
