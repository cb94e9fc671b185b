using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.PrivateData;

/// <summary>What a program map table says of data that is passed on. Equal when all of it is.</summary>
/// <param name="DataCodec">KLV or anything else.</param>
/// <param name="StreamType">stream_type.</param>
/// <param name="Descriptors">Its descriptors, as they stand in the table.</param>
public sealed record PrivateDataFormat(PrivateDataCodec DataCodec, byte StreamType, ReadOnlyMemory<byte> Descriptors) : TrackFormat
{
    /// <summary>Greatest length of the descriptors: a table of one section holds no more.</summary>
    public const int MaxDescriptors = 1024;

    /// <inheritdoc/>
    public override Codec Codec => DataCodec;

    /// <inheritdoc/>
    public override int ClockRate => VideoFormat.VideoClockRate;

    /// <summary>Null: nothing but MPEG-TS carries it.</summary>
    public override string? Rfc6381 => null;

    /// <inheritdoc/>
    public override string Description => $"{Codec.DisplayName} of stream type 0x{StreamType:X2}";

    /// <inheritdoc/>
    public bool Equals(PrivateDataFormat? other) =>
        other is not null && DataCodec == other.DataCodec && StreamType == other.StreamType && Descriptors.Span.SequenceEqual(other.Descriptors.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DataCodec, StreamType, Descriptors.Length);
}
