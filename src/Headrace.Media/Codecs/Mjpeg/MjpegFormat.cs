using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Mjpeg;

/// <summary>A format of MJPEG: what the headers of pictures say, quantisation excepted.</summary>
public sealed record MjpegFormat : VideoFormat
{
    /// <summary>How components are sampled.</summary>
    public JpegSampling Sampling { get; init; }

    /// <summary>True for baseline JPEG of eight bits in one scan.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>True where the Huffman tables are those that everybody knows.</summary>
    public bool HasUsualTables { get; init; }

    /// <inheritdoc/>
    public override Codec Codec => MjpegCodec.Instance;

    /// <summary>Null: what asks for such a string does not carry it.</summary>
    public override string? Rfc6381 => null;

    /// <summary>Chroma format as H.264 numbers it: 1 4:2:0, 2 4:2:2; null for others.</summary>
    public byte? ChromaFormat => Sampling switch { JpegSampling.Quarter => 1, JpegSampling.Half => 2, _ => null };

    /// <inheritdoc/>
    public bool Equals(MjpegFormat? other) => base.Equals(other) && (Sampling, IsBaseline, HasUsualTables) == (other.Sampling, other.IsBaseline, other.HasUsualTables);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Sampling, IsBaseline, HasUsualTables);
}
