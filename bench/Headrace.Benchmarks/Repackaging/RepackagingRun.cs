using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Headrace.Streaming.Hls;

namespace Headrace.Benchmarks.Repackaging;

/// <summary>
/// <c>dotnet run -c Release --project bench/Headrace.Benchmarks -- repackage FILE…</c>: how much input of MP4 (index first) and MPEG-TS becomes segments in a second of processor time, and what
/// <c>ffmpeg -c copy</c> makes of the same file.
/// </summary>
internal static partial class RepackagingRun
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(2);

    private static readonly (string Name, HlsPackaging? Packaging, bool IsDash, string[] Ffmpeg)[] Kinds =
    [
        ("no segments", null, false, []),
        ("HLS with MPEG-TS", HlsPackaging.Ts, false, ["-f", "hls", "-hls_time", "2", "-hls_list_size", "10", "-hls_flags", "delete_segments"]),
        ("HLS with CMAF", HlsPackaging.Cmaf, false, ["-f", "hls", "-hls_time", "2", "-hls_list_size", "10", "-hls_flags", "delete_segments", "-hls_segment_type", "fmp4", "-bsf:a", "aac_adtstoasc"]),
        ("DASH", HlsPackaging.Cmaf, true, ["-f", "dash", "-seg_duration", "2", "-window_size", "10", "-bsf:a", "aac_adtstoasc"]),
    ];

    internal static void Run(string[] files)
    {
        foreach (string file in files)
        {
            byte[] bytes = File.ReadAllBytes(file);
            bool isMp4 = file.EndsWith(".mp4", StringComparison.OrdinalIgnoreCase);
            foreach ((string name, HlsPackaging? packaging, bool isDash, string[] ffmpeg) in Kinds)
            {
                (double ours, long segments, long manifests) = Measure(bytes, isMp4, packaging, isDash);
                double theirs = ffmpeg.Length == 0 ? 0 : MeasureFfmpeg(file, bytes.Length, ffmpeg);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)} to {name}: {ours:0.00} GB a CPU second, {segments} segments and {manifests} playlists or MPDs a pass{(theirs > 0 ? $"; ffmpeg {theirs:0.00}" : "")}"));
            }
        }
    }

    private static (double Speed, long Segments, long Manifests) Measure(byte[] bytes, bool isMp4, HlsPackaging? packaging, bool isDash)
    {
        long passes = 0, segments = 0, manifests = 0;
        Pass();
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime, used;
        do
        {
            Pass();
            passes++;
            used = Process.GetCurrentProcess().TotalProcessorTime - before;
        }
        while (used < Long);
        return (passes * (double)bytes.Length / used.TotalSeconds / 1e9, segments, manifests);

        void Pass()
        {
            using RepackagedFile file = new(packaging, isDash);
            file.Pass(bytes, isMp4);
            (segments, manifests) = (file.Segments, file.Manifests);
        }
    }

    // In memory: nothing is written to a disk.
    private static double MeasureFfmpeg(string file, long length, string[] arguments)
    {
        string folder = Directory.CreateDirectory(Path.Combine("/dev/shm", $"repackage-{Environment.ProcessId}")).FullName;
        try
        {
            string output = Path.Combine(folder, arguments[1] == "dash" ? "out.mpd" : "out.m3u8");
            ProcessStartInfo start = new("ffmpeg", ["-nostdin", "-hide_banner", "-benchmark", "-stream_loop", "9", "-i", file, "-c", "copy", .. arguments, output]) { RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            string log = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Match used = Used().Match(log);
            double seconds = used.Success ? double.Parse(used.Groups[1].Value, CultureInfo.InvariantCulture) + double.Parse(used.Groups[2].Value, CultureInfo.InvariantCulture) : 0;
            return seconds == 0 || process.ExitCode != 0 ? 0 : 10 * length / seconds / 1e9;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(@"bench: utime=([0-9.]+)s stime=([0-9.]+)s")]
    private static partial Regex Used();
}
