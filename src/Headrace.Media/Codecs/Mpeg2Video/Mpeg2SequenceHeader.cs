using Headrace.Media.Bits;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Mpeg2Video;

/// <summary>A sequence header with its extension (ISO/IEC 13818-2, 6.2.2.1 and 6.2.2.3).</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="AspectRatio">aspect_ratio_information.</param>
/// <param name="RateNumerator">Frames …</param>
/// <param name="RateDenominator">… in so many seconds.</param>
internal readonly record struct Mpeg2SequenceHeader(int Width, int Height, int AspectRatio, int RateNumerator, int RateDenominator)
{
    private const int SequenceExtension = 1;

    /// <summary>profile_and_level_indication; null for MPEG-1, which has no extension.</summary>
    public byte? ProfileAndLevel { get; private init; }

    /// <summary>progressive_sequence; MPEG-1 is always so.</summary>
    public bool IsProgressive { get; private init; } = true;

    /// <summary>chroma_format.</summary>
    public int ChromaFormat { get; private init; } = 1;

    /// <summary>True when no picture comes in another order than it is presented in.</summary>
    public bool IsLowDelay { get; private init; }

    /// <summary>Reads the part behind the start code of a sequence header, its code first. False when it breaks its syntax, or says no size or rate.</summary>
    public static bool TryRead(ReadOnlySpan<byte> part, out Mpeg2SequenceHeader header)
    {
        header = default;
        if (part.Length < 8) return false;
        BitReader reader = new(part[1..]);
        int width = (int)reader.Read(12);
        int height = (int)reader.Read(12);
        int aspect = (int)reader.Read(4);
        (int numerator, int denominator) = reader.Read(4) switch
        {
            1 => (24_000, 1001),
            2 => (24, 1),
            3 => (25, 1),
            4 => (30_000, 1001),
            5 => (30, 1),
            6 => (50, 1),
            7 => (60_000, 1001),
            8 => (60, 1),
            _ => (0, 1),
        };
        if (reader.HasFailed || width == 0 || height == 0 || numerator == 0) return false;
        header = new Mpeg2SequenceHeader(width, height, aspect, numerator, denominator);
        return true;
    }

    /// <summary>What the extension behind it adds. False for another extension.</summary>
    public bool TryExtend(ReadOnlySpan<byte> part, out Mpeg2SequenceHeader extended)
    {
        extended = this;
        if (part.Length < 7) return false;
        BitReader reader = new(part[1..]);
        if (reader.Read(4) != SequenceExtension) return false;
        byte profile = (byte)reader.Read(8);
        bool isProgressive = reader.ReadFlag();
        int chroma = (int)reader.Read(2);
        int width = (int)reader.Read(2) << 12 | Width;
        int height = (int)reader.Read(2) << 12 | Height;
        reader.Skip(12 + 1 + 8);
        bool isLowDelay = reader.ReadFlag();
        int numerator = RateNumerator * ((int)reader.Read(2) + 1);
        int denominator = RateDenominator * ((int)reader.Read(5) + 1);
        if (reader.HasFailed || chroma == 0) return false;
        extended = new Mpeg2SequenceHeader(width, height, AspectRatio, numerator, denominator)
        {
            ProfileAndLevel = profile,
            IsProgressive = isProgressive,
            ChromaFormat = chroma,
            IsLowDelay = isLowDelay,
        };
        return true;
    }

    /// <summary>The format that it states.</summary>
    public Mpeg2VideoFormat ToFormat() => new()
    {
        Width = Width,
        Height = Height,
        FrameRate = FrameRate.Of((ulong)RateNumerator, (ulong)RateDenominator),
        SampleAspectRatio = SampleShape(),
        ProfileAndLevel = ProfileAndLevel,
        IsProgressive = IsProgressive,
        ChromaFormat = ChromaFormat,
    };

    // Table 6-3: of MPEG-2 it is the shape of the picture, of MPEG-1 that of a sample, where only 1 is used by anybody.
    private SampleAspectRatio? SampleShape()
    {
        if (AspectRatio == 1) return new SampleAspectRatio(1, 1);
        if (ProfileAndLevel is null) return null;
        (long width, long height) = AspectRatio switch { 2 => (4, 3), 3 => (16, 9), 4 => (221, 100), _ => (0, 0) };
        if (width == 0) return null;
        (long a, long b) = (width * Height, height * Width);
        for ((long x, long y) = (a, b); ; (x, y) = (y, x % y))
        {
            if (y != 0) continue;
            return Codecs.SampleAspectRatio.Of((uint)(a / x), (uint)(b / x));
        }
    }
}
