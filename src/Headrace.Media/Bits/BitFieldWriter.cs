namespace Headrace.Media.Bits;

/// <summary>Writes bits, the most significant one first, into bytes that are all zero. What does not fit is an error of the caller's.</summary>
/// <param name="target">Where to; not owned.</param>
public ref struct BitFieldWriter(Span<byte> target)
{
    private readonly Span<byte> _target = target;
    private int _position;

    /// <summary>Bytes that were begun.</summary>
    public readonly int Length => (_position + 7) / 8;

    /// <summary>Writes the low <paramref name="count"/> bits of a value, at most 32.</summary>
    public void Write(uint value, int count)
    {
        for (int bit = count - 1; bit >= 0; bit--, _position++)
        {
            if ((value >> bit & 1) != 0) _target[_position / 8] |= (byte)(0x80 >> _position % 8);
        }
    }
}
