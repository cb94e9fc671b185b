using System.Collections.Immutable;

namespace Headrace.Media.Codecs.Opus;

/// <summary>A channel mapping table (RFC 7845, 5.1.1). Equal when its bytes are.</summary>
/// <param name="Family">Mapping family, 1 to 255: 1 says which loudspeaker each channel is for, 255 nothing.</param>
/// <param name="Streams">Streams within a packet.</param>
/// <param name="Coupled">Of these, the first that decode to two channels.</param>
/// <param name="Channels">For each output channel, the decoded channel; 255 is silence.</param>
public sealed record OpusMapping(byte Family, byte Streams, byte Coupled, ImmutableArray<byte> Channels)
{
    /// <summary>Greatest number of channels that family 1 has loudspeakers for.</summary>
    public const int MaxLoudspeakers = 8;

    /// <summary>The family that says nothing of loudspeakers.</summary>
    public const byte Unknown = 255;

    /// <summary>A channel without sound.</summary>
    public const byte SilentChannel = 255;

    // 5.1.1.2: how encoders couple the loudspeakers of family 1.
    private static readonly ImmutableArray<OpusMapping> Usual =
    [
        new(1, 1, 0, [0]),
        new(1, 1, 1, [0, 1]),
        new(1, 2, 1, [0, 2, 1]),
        new(1, 2, 2, [0, 1, 2, 3]),
        new(1, 3, 2, [0, 4, 1, 2, 3]),
        new(1, 4, 2, [0, 4, 1, 2, 3, 5]),
        new(1, 4, 3, [0, 4, 1, 2, 3, 5, 6]),
        new(1, 5, 3, [0, 6, 1, 2, 3, 4, 5, 7]),
    ];

    /// <summary>Channels that the streams decode to.</summary>
    public int Decoded => Streams + Coupled;

    /// <summary>True when there is a stream at least, no more are coupled than there are, and every channel is decoded or silent.</summary>
    public bool IsValid
    {
        get
        {
            if (Streams == 0 || Coupled > Streams || Decoded > byte.MaxValue || Channels.IsEmpty) return false;
            foreach (byte channel in Channels)
            {
                if (channel >= Decoded && channel != SilentChannel) return false;
            }

            return true;
        }
    }

    /// <summary>True when it says no more than family 0 does: one stream, of one or two channels, as it decodes.</summary>
    public bool IsPlain => Streams == 1 && Channels.Length == Decoded && IsInOrder;

    /// <summary>True when every channel is what is decoded at its place.</summary>
    public bool IsInOrder
    {
        get
        {
            for (int i = 0; i < Channels.Length; i++)
            {
                if (Channels[i] != i) return false;
            }

            return true;
        }
    }

    /// <summary>How encoders map 1 to 8 channels for loudspeakers.</summary>
    public static OpusMapping Of(int channels) => Usual[channels - 1];

    /// <inheritdoc/>
    public bool Equals(OpusMapping? other) =>
        other is not null && (Family, Streams, Coupled) == (other.Family, other.Streams, other.Coupled) && Channels.AsSpan().SequenceEqual(other.Channels.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Family, Streams, Coupled, Channels.Length);
}
