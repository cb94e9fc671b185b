using System.Collections.Immutable;

namespace Headrace.Media.Codecs.Opus;

/// <summary>A channel mapping table (RFC 7845, 5.1.1). Equal when its bytes are.</summary>
/// <param name="Family">Mapping family, 1 to 255.</param>
/// <param name="Streams">Streams within a packet.</param>
/// <param name="Coupled">Of these, the first that decode to two channels.</param>
/// <param name="Channels">For each output channel, the decoded channel; 255 is silence.</param>
public sealed record OpusMapping(byte Family, byte Streams, byte Coupled, ImmutableArray<byte> Channels)
{
    /// <inheritdoc/>
    public bool Equals(OpusMapping? other) =>
        other is not null && (Family, Streams, Coupled) == (other.Family, other.Streams, other.Coupled) && Channels.AsSpan().SequenceEqual(other.Channels.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Family, Streams, Coupled, Channels.Length);
}
