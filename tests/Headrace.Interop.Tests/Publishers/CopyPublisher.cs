using System.Globalization;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Publishers;

/// <summary>Publishes a file with ffmpeg over RTSP/TCP by stream copy, in real time: a part of it, or again and again.</summary>
internal static class CopyPublisher
{
    /// <summary>Publishes from <paramref name="from"/> seconds on, which must be a random access point, to the end of the file.</summary>
    internal static ClientProcess StartFrom(double from, string file, string url) => Start(["-ss", from.ToString(CultureInfo.InvariantCulture), "-i", file], url);

    /// <summary>Publishes the file for ever; time goes on where the file begins again.</summary>
    internal static ClientProcess StartLooped(string file, string url) => Start(["-stream_loop", "-1", "-i", file], url);

    /// <summary>Publishes only what the map names, such as <c>0:a</c>, for ever.</summary>
    internal static ClientProcess StartLooped(string file, string map, string url) => Start(["-stream_loop", "-1", "-i", file, "-map", map], url);

    private static ClientProcess Start(string[] input, string url)
    {
        Skip.UnlessInstalled("ffmpeg");
        return ClientProcess.Start("ffmpeg", ["-nostdin", "-hide_banner", "-loglevel", "warning", "-re", .. input, "-c", "copy", "-f", "rtsp", "-rtsp_transport", "tcp", url]);
    }
}
