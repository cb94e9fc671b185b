using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Codecs.H265;
using Headrace.Media.Tracks;

namespace Headrace.Streaming.Slates;

/// <summary>What a slate must look like to stand in for a stream: its codec, profile, level, size, rate and samples, and the file that it is made from.</summary>
/// <param name="Codec">The codec.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Rate">Pictures a second.</param>
/// <param name="PixelFormat">The samples, as ffmpeg names them.</param>
/// <param name="Encoder">The encoder and what profile and level need, as ffmpeg takes it.</param>
/// <param name="File">The user's file; empty for the built-in picture.</param>
public sealed record SlateProfile(Codec Codec, int Width, int Height, FrameRate Rate, string PixelFormat, string Encoder, string File)
{
    private const int MaxSide = 8192;
    private static readonly FrameRate UsualRate = new(25, 1);

    /// <summary>The profile of a stream that has had no media, of which nobody knows what it will be: what most cameras and encoders send and all players decode.</summary>
    /// <param name="file">The user's file; empty for the built-in picture.</param>
    public static SlateProfile Usual(string file) => new(H264Codec.Instance, 1280, 720, UsualRate, "yuv420p", "-c:v libx264 -preset veryfast -profile:v main -level 3.1 -f h264", file);

    /// <summary>Name of the profile among files: a hash of all that shapes the picture.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"1 {Codec} {Width} {Height} {Rate} {PixelFormat} {Encoder} {Stamp()}")))[..24];

    /// <summary>The profile that stands in for a track of pictures; null for a codec that ffmpeg is not asked to make here.</summary>
    /// <param name="format">The track's format.</param>
    /// <param name="file">The user's file; empty for the built-in picture.</param>
    public static SlateProfile? Of(VideoFormat format, string file)
    {
        if (format.Width is < 16 or > MaxSide || format.Height is < 16 or > MaxSide) return null;
        FrameRate rate = format.FrameRate is { } stated && stated.Numerator <= 120L * stated.Denominator && stated.Numerator >= stated.Denominator ? stated : UsualRate;
        return format switch
        {
            H264Format h264 => new SlateProfile(h264.Codec, format.Width, format.Height, rate, Samples(h264.ChromaFormat, h264.BitDepthLuma), EncoderOf(h264), file),
            H265Format h265 => new SlateProfile(h265.Codec, format.Width, format.Height, rate, Samples(h265.ChromaFormat, h265.BitDepthLuma), "-c:v libx265 -preset veryfast -f hevc", file),
            _ => null,
        };
    }

    private static string EncoderOf(H264Format format)
    {
        string profile = format.ProfileIdc switch { 66 => "baseline", 77 => "main", 100 => "high", 110 => "high10", 122 => "high422", _ => "" };
        string level = string.Create(CultureInfo.InvariantCulture, $" -level {format.LevelIdc / 10.0:0.0}");
        return $"-c:v libx264 -preset veryfast{(profile.Length > 0 ? $" -profile:v {profile}" : "")}{level} -f h264";
    }

    private static string Samples(byte chroma, byte depth) => $"yuv{chroma switch { 2 => "422", 3 => "444", _ => "420" }}p{(depth > 8 ? "10le" : "")}";

    /// <summary>A file that changed makes another slate.</summary>
    private string Stamp() => File.Length == 0 ? "" : $"{File} {System.IO.File.GetLastWriteTimeUtc(File).Ticks}";
}
