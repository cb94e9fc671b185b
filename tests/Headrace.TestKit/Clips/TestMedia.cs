using System.Collections.Concurrent;
using Headrace.TestKit.Processes;

namespace Headrace.TestKit.Clips;

/// <summary>
/// Clips for tests, encoded by ffmpeg once a machine and kept below the system's temporary folder; tests then publish them by stream copy. A clip is written under
/// another name and renamed when it is whole, so that two test processes can want it at once.
/// </summary>
public static class TestMedia
{
    // Part of the folder's name: a change of how clips are made needs another number.
    private const int Version = 1;

    private static readonly TimeSpan EncodeDeadline = TimeSpan.FromMinutes(5);
    private static readonly ConcurrentDictionary<TestClip, Lazy<Task<string>>> Clips = [];

    /// <summary>Folder of the clips.</summary>
    public static string Folder { get; } = Path.Combine(Path.GetTempPath(), $"headrace-test-media-{Version}");

    /// <summary>Path of the clip's file, which is made first if this machine does not have it yet. Skips the test where ffmpeg is missing.</summary>
    public static Task<string> GetAsync(TestClip clip)
    {
        Skip.UnlessInstalled("ffmpeg");
        return Clips.GetOrAdd(clip, static c => new Lazy<Task<string>>(() => MakeAsync(c))).Value;
    }

    private static async Task<string> MakeAsync(TestClip clip)
    {
        string path = Path.Combine(Folder, clip.FileName);
        if (File.Exists(path)) return path;
        Directory.CreateDirectory(Folder);
        string unfinished = Path.Combine(Folder, $"{Environment.ProcessId}-{clip.FileName}");
        await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-hide_banner", "-loglevel", "error", "-y", .. Arguments(clip), unfinished], EncodeDeadline).ConfigureAwait(false);
        File.Move(unfinished, path, overwrite: true);
        return path;
    }

    private static IEnumerable<string> Arguments(TestClip clip) =>
    [
        .. clip.Video == VideoCodec.None ? [] : Inputs(Barcode.NumberedGraph(clip.Width, clip.Height, clip.FrameRate, clip.Seconds, clip.IsVariableRate ? "lt(mod(n,7),5)" : null)),
        .. clip.Audio == AudioCodec.None ? [] : Inputs($"sine=frequency=440:beep_factor=4:sample_rate=48000:duration={clip.Seconds}"),
        "-fps_mode", "passthrough",
        .. Video(clip),
        .. Audio(clip.Audio),
    ];

    private static string[] Inputs(string graph) => ["-f", "lavfi", "-i", graph];

    private static string[] Video(TestClip clip)
    {
        int kilobits = Math.Max(300, clip.Width * clip.Height / 300);
        string gop = $"keyint={clip.KeyFrameInterval}:min-keyint={clip.KeyFrameInterval}:scenecut=0:bframes={clip.BFrames}:b-adapt=0:open-gop={(clip.HasOpenGops ? 1 : 0)}";
        return clip.Video switch
        {
            VideoCodec.H264 => ["-c:v", "libx264", "-preset", "superfast", "-b:v", $"{kilobits}k", "-x264-params", gop],
            VideoCodec.H265 => ["-c:v", "libx265", "-preset", "ultrafast", "-tag:v", "hvc1", "-b:v", $"{kilobits}k", "-x265-params", gop + ":log-level=error"],
            VideoCodec.Av1 => ["-c:v", "libsvtav1", "-preset", "12", "-b:v", $"{kilobits}k", "-g", $"{clip.KeyFrameInterval}"],
            VideoCodec.Vp9 => ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", $"{kilobits}k", "-g", $"{clip.KeyFrameInterval}"],
            VideoCodec.Vp8 => ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", $"{kilobits}k", "-g", $"{clip.KeyFrameInterval}"],
            VideoCodec.Mjpeg => ["-c:v", "mjpeg", "-huffman", "default", "-q:v", "6", "-pix_fmt", "yuvj420p"],
            VideoCodec.Mpeg2 => ["-c:v", "mpeg2video", "-b:v", $"{kilobits * 3}k", "-g", $"{clip.KeyFrameInterval}", "-bf", $"{clip.BFrames}"],
            VideoCodec.Mpeg4 => ["-c:v", "mpeg4", "-b:v", $"{kilobits * 3}k", "-g", $"{clip.KeyFrameInterval}", "-bf", $"{clip.BFrames}"],
            _ => [],
        };
    }

    private static string[] Audio(AudioCodec codec) => codec switch
    {
        AudioCodec.Aac => ["-c:a", "aac", "-b:a", "96k", "-ac", "2"],
        AudioCodec.Opus => ["-c:a", "libopus", "-b:a", "64k", "-ac", "2"],
        AudioCodec.Mp3 => ["-c:a", "libmp3lame", "-b:a", "128k", "-ac", "2"],
        AudioCodec.Mp2 => ["-c:a", "mp2", "-b:a", "192k", "-ac", "2"],
        AudioCodec.Ac3 => ["-c:a", "ac3", "-b:a", "448k", "-ac", "6"],
        AudioCodec.Eac3 => ["-c:a", "eac3", "-b:a", "256k", "-ac", "6"],
        AudioCodec.Flac => ["-c:a", "flac", "-ac", "2", "-strict", "experimental"],
        AudioCodec.Pcmu => ["-c:a", "pcm_mulaw", "-ar", "8000", "-ac", "1"],
        AudioCodec.Pcma => ["-c:a", "pcm_alaw", "-ar", "8000", "-ac", "1"],
        _ => [],
    };
}
