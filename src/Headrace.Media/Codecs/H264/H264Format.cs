namespace Headrace.Media.Codecs.H264;

/// <summary>
/// A format of H.264. Equal when profile, constraints, level, size, chroma format and bit depths are: what a decoder is configured with.
/// What a VUI says is no part of that.
/// </summary>
public sealed record H264Format : Tracks.VideoFormat
{
    /// <summary>profile_idc.</summary>
    public required byte ProfileIdc { get; init; }

    /// <summary>The constraint_set flags with the reserved bits, as one byte.</summary>
    public required byte Constraints { get; init; }

    /// <summary>level_idc.</summary>
    public required byte LevelIdc { get; init; }

    /// <summary>chroma_format_idc: 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4.</summary>
    public byte ChromaFormat { get; init; } = 1;

    /// <summary>Bits of a luma sample.</summary>
    public byte BitDepthLuma { get; init; } = 8;

    /// <summary>Bits of a chroma sample.</summary>
    public byte BitDepthChroma { get; init; } = 8;

    /// <summary>True when there are no fields. No part of equality.</summary>
    public bool IsProgressive { get; init; } = true;

    /// <inheritdoc/>
    public override Codec Codec => H264Codec.Instance;

    /// <summary><c>avc1.</c> with profile, constraints and level in hexadecimal (RFC 6381, 3.3).</summary>
    public override string Rfc6381 => $"avc1.{ProfileIdc:x2}{Constraints:x2}{LevelIdc:x2}";

    /// <summary>What a sequence parameter set says.</summary>
    public static H264Format Of(H264Sps sps) => new()
    {
        ProfileIdc = sps.ProfileIdc,
        Constraints = sps.Constraints,
        LevelIdc = sps.LevelIdc,
        ChromaFormat = sps.ChromaFormat,
        BitDepthLuma = sps.BitDepthLuma,
        BitDepthChroma = sps.BitDepthChroma,
        IsProgressive = sps.IsProgressive,
        Width = sps.Width,
        Height = sps.Height,
        FrameRate = sps.FrameRate,
        Colour = sps.Vui?.Colour,
        SampleAspectRatio = sps.Vui?.SampleAspectRatio,
    };

    /// <inheritdoc/>
    public bool Equals(H264Format? other) =>
        base.Equals(other)
        && (ProfileIdc, Constraints, LevelIdc) == (other.ProfileIdc, other.Constraints, other.LevelIdc)
        && (ChromaFormat, BitDepthLuma, BitDepthChroma) == (other.ChromaFormat, other.BitDepthLuma, other.BitDepthChroma);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), ProfileIdc, Constraints, LevelIdc, ChromaFormat, BitDepthLuma);
}
