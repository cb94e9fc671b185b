using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Ac3;

/// <summary>A format of AC-3. Its clock is the sample rate.</summary>
public sealed record Ac3Format : AudioFormat
{
    private Ac3Format()
    {
    }

    /// <summary>fscod.</summary>
    public required int RateCode { get; init; }

    /// <summary>bsid.</summary>
    public required int BitStreamId { get; init; }

    /// <summary>bsmod: which service it is; 0 for the main one.</summary>
    public required int BitStreamMode { get; init; }

    /// <summary>acmod: which full-bandwidth channels there are.</summary>
    public required int CodingMode { get; init; }

    /// <summary>True when there is a channel of low frequencies.</summary>
    public required bool HasLfe { get; init; }

    /// <summary>Half of frmsizecod of the first frame: the index of its bit rate. No part of equality.</summary>
    public required int BitRateCode { get; init; }

    /// <inheritdoc/>
    public override SilentFrame? Silence => Ac3Silence.Of(this);

    /// <inheritdoc/>
    public override Codec Codec => Ac3Codec.Instance;

    /// <inheritdoc/>
    public override string Rfc6381 => "ac-3";

    /// <summary>The format that a frame states.</summary>
    public static Ac3Format Of(in Ac3Header header) => new()
    {
        SampleRate = header.SampleRate,
        Channels = header.Channels,
        RateCode = header.RateCode,
        BitStreamId = header.BitStreamId,
        BitStreamMode = header.BitStreamMode,
        CodingMode = header.CodingMode,
        HasLfe = header.HasLfe,
        BitRateCode = header.FrameSizeCode / 2,
    };

    /// <summary>Whether a frame states this format.</summary>
    public bool Is(in Ac3Header header) =>
        (header.RateCode, header.BitStreamId, header.BitStreamMode, header.CodingMode, header.HasLfe) == (RateCode, BitStreamId, BitStreamMode, CodingMode, HasLfe);

    /// <inheritdoc/>
    public bool Equals(Ac3Format? other) =>
        other is not null
        && (RateCode, BitStreamId, BitStreamMode, CodingMode, HasLfe) == (other.RateCode, other.BitStreamId, other.BitStreamMode, other.CodingMode, other.HasLfe);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RateCode, BitStreamId, BitStreamMode, CodingMode, HasLfe);
}
