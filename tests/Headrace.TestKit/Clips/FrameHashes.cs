using System.Globalization;
using Headrace.TestKit.Processes;

namespace Headrace.TestKit.Clips;

/// <summary>Hashes of the coded access units that a file or a URL carries, without decoding: the same stream gives the same hashes whatever carried it.</summary>
public static class FrameHashes
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Reads <paramref name="source"/> by stream copy for at most <paramref name="seconds"/> (null: to its end). <paramref name="track"/> is an ffmpeg stream specifier such as
    /// <c>v:0</c>; <paramref name="video"/> names the codec of a video track, whose parameter sets and delimiters, and the SEI of H.265, are left out of the hash because carriers move them.
    /// </summary>
    public static async Task<IReadOnlyList<FrameHash>> ReadAsync(
        string source,
        string track = "v:0",
        VideoCodec video = VideoCodec.None,
        double? seconds = null,
        IEnumerable<string>? inputOptions = null,
        TimeSpan? within = null,
        CancellationToken cancellation = default)
    {
        List<string> arguments = ["-nostdin", "-hide_banner", "-loglevel", "error", .. inputOptions ?? [], "-i", source, "-map", $"0:{track}", "-c", "copy"];
        if (seconds is { } length) arguments.AddRange(["-t", length.ToString(CultureInfo.InvariantCulture)]);
        if (Filter(video) is { } filter) arguments.AddRange(["-bsf:v", filter]);
        arguments.AddRange(["-f", "framemd5", "-"]);
        return Parse(await ClientProcess.RunAsync("ffmpeg", arguments, within ?? DefaultDeadline, cancellation).ConfigureAwait(false));
    }

    /// <summary>The frames in the text that ffmpeg's framemd5 writes; comment lines are left out.</summary>
    public static IReadOnlyList<FrameHash> Parse(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#')).Select(ParseLine)];

    private static FrameHash ParseLine(string line)
    {
        string[] fields = line.Split(',', StringSplitOptions.TrimEntries);
        return fields.Length >= 6
            ? new FrameHash(int.Parse(fields[0]), long.Parse(fields[1]), long.Parse(fields[2]), long.Parse(fields[3]), int.Parse(fields[4]), fields[5])
            : throw new FormatException($"Not a line of framemd5: {line}");
    }

    private static string? Filter(VideoCodec video) => video switch
    {
        VideoCodec.H264 => "h264_mp4toannexb,filter_units=remove_types=7-9",
        // 39 is SEI: x265's goes into the sample entry of MP4, and ffmpeg puts it back before each random access point of what it reads from there, and only from there.
        VideoCodec.H265 => "hevc_mp4toannexb,filter_units=remove_types=32-35|39",
        _ => null,
    };
}
