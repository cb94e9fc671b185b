using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.JpegXs;

/// <summary>A format of JPEG XS: what the picture header says. Equal without regard to what the sender declares beside the stream.</summary>
public sealed record JpegXsFormat : VideoFormat
{
    /// <summary>Ppih: the profile's number (ISO/IEC 21122-2), 0 for none.</summary>
    public required ushort Profile { get; init; }

    /// <summary>Plev: level in the upper byte, sublevel in the lower one.</summary>
    public required ushort Level { get; init; }

    /// <summary>Components of a sample.</summary>
    public required byte Components { get; init; }

    /// <summary>Bits of a sample of the first component.</summary>
    public required byte BitDepth { get; init; }

    /// <summary>Chroma format as H.264 numbers it: 0 one component, 1 4:2:0, 2 4:2:2, 3 4:4:4.</summary>
    public required byte ChromaFormat { get; init; }

    /// <summary>True when a frame is two fields, each a codestream of its own.</summary>
    public required bool HasFields { get; init; }

    /// <summary>True when units hold slices apart, as their sender cut them.</summary>
    public required bool IsSliced { get; init; }

    /// <summary>What the sender declares. No part of equality.</summary>
    public JpegXsDeclaration Declared { get; init; } = JpegXsDeclaration.None;

    /// <inheritdoc/>
    public override Codec Codec => JpegXsCodec.Instance;

    /// <summary>Null: nothing but RTP carries it here.</summary>
    public override string? Rfc6381 => null;

    /// <inheritdoc/>
    public bool Equals(JpegXsFormat? other) =>
        base.Equals(other)
        && (Profile, Level, Components, BitDepth, ChromaFormat) == (other.Profile, other.Level, other.Components, other.BitDepth, other.ChromaFormat)
        && (HasFields, IsSliced) == (other.HasFields, other.IsSliced);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Profile, Level, Components, BitDepth, ChromaFormat, HasFields);
}
