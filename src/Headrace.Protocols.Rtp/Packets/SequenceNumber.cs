namespace Headrace.Protocols.Rtp.Packets;

/// <summary>A 16-bit RTP sequence number, compared over its wrap-around (RFC 1982; RFC 3550, 5.1).</summary>
public readonly record struct SequenceNumber(ushort Value)
{
    /// <summary>The number after this one.</summary>
    public SequenceNumber Next => new(unchecked((ushort)(Value + 1)));

    /// <summary>Steps from this number to <paramref name="other"/> on the shorter way: −32,768 to 32,767, positive when the other is later.</summary>
    public int DistanceTo(SequenceNumber other) => unchecked((short)(other.Value - Value));

    /// <summary>This number moved by <paramref name="steps"/>.</summary>
    public SequenceNumber Plus(int steps) => new(unchecked((ushort)(Value + steps)));

    /// <summary>True when this number comes before <paramref name="other"/>.</summary>
    public bool IsBefore(SequenceNumber other) => DistanceTo(other) > 0;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
