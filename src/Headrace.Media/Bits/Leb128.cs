namespace Headrace.Media.Bits;

/// <summary>Numbers in groups of seven bits, the least significant first (AV1, 4.10.5: leb128). Values of AV1 fit 32 bits, in eight bytes at most.</summary>
public static class Leb128
{
    /// <summary>Greatest number of bytes that a number may take, leading zeros included.</summary>
    public const int MaxLength = 8;

    /// <summary>Reads a number. False when the bytes end inside of it, or it does not fit 32 bits or eight bytes.</summary>
    /// <param name="bytes">Begins with the number.</param>
    /// <param name="value">The number.</param>
    /// <param name="length">Bytes that it takes.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out uint value, out int length)
    {
        ulong sum = 0;
        for (length = 0; length < MaxLength && length < bytes.Length;)
        {
            byte next = bytes[length];
            sum |= (ulong)(next & 0x7F) << (7 * length++);
            if (next >= 0x80) continue;
            value = (uint)sum;
            return sum <= uint.MaxValue;
        }

        (value, length) = (0, 0);
        return false;
    }

    /// <summary>Bytes that a number takes when it is written as short as it can be: 1 to 5.</summary>
    public static int LengthOf(uint value)
    {
        int length = 1;
        while ((value >>= 7) != 0) length++;
        return length;
    }

    /// <summary>Writes a number as short as it can be and gives the bytes that it took.</summary>
    public static int Write(Span<byte> destination, uint value)
    {
        int length = 0;
        for (; value >= 0x80; value >>= 7) destination[length++] = (byte)(value | 0x80);
        destination[length++] = (byte)value;
        return length;
    }
}
