using System.Globalization;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Players;

/// <summary>ffmpeg as a reader that decodes pictures and sound: when each frame was, and which frames of sound are silent.</summary>
internal sealed class DecodedTracks : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _file;

    private DecodedTracks(string[] input)
    {
        Skip.UnlessInstalled("ffmpeg");
        _file = Path.Combine(_folder.Path, "frames");
        string[] video = ["-map", "0:v:0", "-vf", TestKit.Clips.Barcode.DecodeFilter, "-fps_mode", "passthrough", "-enc_time_base", "-1"];
        Player = ClientProcess.Start("ffmpeg",
        [
            "-nostdin", "-hide_banner", "-loglevel", "error", .. input,
            .. video, "-f", "rawvideo", "-flush_packets", "1", "-",
            .. video, "-map", "0:a:0", "-c:a", "pcm_s16le", "-f", "framecrc", "-flush_packets", "1", _file,
        ]);
    }

    /// <summary>The program; what it writes is what <see cref="FfmpegPlayer.Decoded"/> reads.</summary>
    public ClientProcess Player { get; }

    /// <summary>Starts to read over RTSP/TCP.</summary>
    public static DecodedTracks StartRtsp(string url) => new(["-rtsp_transport", "tcp", "-i", url]);

    /// <summary>Starts to read a URL as it is.</summary>
    public static DecodedTracks Start(string url) => new(["-i", url]);

    /// <summary>The pictures so far.</summary>
    public IReadOnlyList<DecodedFrame> Pictures() => Frames(0);

    /// <summary>The sound so far.</summary>
    public IReadOnlyList<DecodedFrame> Sound() => Frames(1);

    public async ValueTask DisposeAsync()
    {
        await Player.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Lines of framecrc: <c>#tb 0: 1/90000</c>, then <c>track, dts, pts, duration, bytes, checksum</c>.</summary>
    private List<DecodedFrame> Frames(int track)
    {
        List<DecodedFrame> frames = [];
        if (!File.Exists(_file)) return frames;
        double tick = 0;
        string text = ReadShared(_file);
        foreach (string line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith($"#tb {track}:", StringComparison.Ordinal))
            {
                double[] parts = [.. line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('/').Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
                tick = parts[0] / parts[1];
            }

            string[] fields = line.Split(',', StringSplitOptions.TrimEntries);
            if (line[0] == '#' || fields[0] != track.ToString(CultureInfo.InvariantCulture)) continue;

            // The checksum of nothing but zeros.
            frames.Add(new DecodedFrame(long.Parse(fields[2], CultureInfo.InvariantCulture) * tick, long.Parse(fields[3], CultureInfo.InvariantCulture) * tick, fields[5] == "0x00000000"));
        }

        return frames;
    }

    private static string ReadShared(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file);
        return reader.ReadToEnd();
    }
}

/// <summary>A frame that was decoded.</summary>
/// <param name="At">When it is presented, in seconds.</param>
/// <param name="Duration">How long it lasts, in seconds.</param>
/// <param name="IsZero">True where it is nothing but zeros: for sound, silence.</param>
internal readonly record struct DecodedFrame(double At, double Duration, bool IsZero)
{
    /// <summary>When it ends.</summary>
    public double End => At + Duration;
}
