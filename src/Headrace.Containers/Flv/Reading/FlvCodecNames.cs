using System.Globalization;
using Headrace.Containers.Mp4;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.Reading;

/// <summary>Names of codecs that FLV numbers and nothing here reads (FLV 10.1, E.4.2.1 and E.4.3.1).</summary>
internal static class FlvCodecNames
{
    /// <summary>The name of a codec for people.</summary>
    public static string Of(MediaKind kind, int classicId, FourCc fourCc)
    {
        if (classicId < 0) return fourCc.ToString();
        string? name = kind == MediaKind.Video ? Video(classicId) : Audio(classicId);
        return name ?? string.Create(CultureInfo.InvariantCulture, $"{(kind == MediaKind.Video ? "video codec" : "sound format")} {classicId}");
    }

    private static string? Video(int id) => id switch
    {
        1 => "JPEG",
        2 => "Sorenson H.263",
        3 => "Screen video",
        4 => "VP6",
        5 => "VP6 with alpha",
        6 => "Screen video 2",
        8 => "H.263",
        9 => "MPEG-4 part 2",
        _ => null,
    };

    private static string? Audio(int id) => id switch
    {
        0 or 3 => "linear PCM",
        1 => "ADPCM",
        2 => "MP3",
        4 or 5 or 6 => "Nellymoser",
        11 => "Speex",
        15 => "device-specific sound",
        _ => null,
    };
}
