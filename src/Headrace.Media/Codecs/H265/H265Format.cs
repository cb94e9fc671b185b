namespace Headrace.Media.Codecs.H265;

/// <summary>
/// A format of H.265. Equal when profile, tier, level, constraints, size, chroma format, bit depths and the number of temporal layers are:
/// what a decoder is configured with. What a VUI says is no part of that.
/// </summary>
public sealed record H265Format : Tracks.VideoFormat
{
    /// <summary>Profile, tier and level.</summary>
    public required H265ProfileTierLevel Profile { get; init; }

    /// <summary>chroma_format_idc: 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4.</summary>
    public byte ChromaFormat { get; init; } = 1;

    /// <summary>Bits of a luma sample.</summary>
    public byte BitDepthLuma { get; init; } = 8;

    /// <summary>Bits of a chroma sample.</summary>
    public byte BitDepthChroma { get; init; } = 8;

    /// <summary>Temporal layers, 1 to 7.</summary>
    public int TemporalLayers { get; init; } = 1;

    /// <inheritdoc/>
    public override Codec Codec => H265Codec.Instance;

    /// <summary><c>hvc1.</c> with profile, compatibility, tier, level and constraints (ISO/IEC 14496-15, E.3).</summary>
    public override string Rfc6381 => $"hvc1.{Profile.ToCodecString()}";

    /// <summary>What a sequence parameter set says; frame rate from the video parameter set where its own VUI has none.</summary>
    public static H265Format Of(H265Sps sps, H265Vps? vps) => new()
    {
        Profile = sps.Profile,
        ChromaFormat = sps.ChromaFormat,
        BitDepthLuma = sps.BitDepthLuma,
        BitDepthChroma = sps.BitDepthChroma,
        TemporalLayers = sps.TemporalLayers,
        Width = sps.Width,
        Height = sps.Height,
        FrameRate = sps.Vui?.FrameRate ?? vps?.FrameRate,
        Colour = sps.Vui?.Colour,
        SampleAspectRatio = sps.Vui?.SampleAspectRatio,
    };

    /// <inheritdoc/>
    public bool Equals(H265Format? other) =>
        base.Equals(other)
        && Profile == other.Profile
        && TemporalLayers == other.TemporalLayers
        && (ChromaFormat, BitDepthLuma, BitDepthChroma) == (other.ChromaFormat, other.BitDepthLuma, other.BitDepthChroma);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Profile, TemporalLayers, ChromaFormat, BitDepthLuma, BitDepthChroma);
}
