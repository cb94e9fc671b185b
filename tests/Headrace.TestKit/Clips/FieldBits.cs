namespace Headrace.TestKit.Clips;

/// <summary>Writes bits, most significant first, and makes a NAL unit of them.</summary>
internal sealed class FieldBits
{
    private readonly List<byte> _bytes = [];
    private int _count;

    public FieldBits Write(uint value, int count)
    {
        for (int i = count - 1; i >= 0; i--, _count++)
        {
            if (_count % 8 == 0) _bytes.Add(0);
            if ((value >> i & 1) != 0) _bytes[^1] |= (byte)(0x80 >> _count % 8);
        }

        return this;
    }

    public FieldBits Flag(bool value) => Write(value ? 1u : 0u, 1);

    public FieldBits Ue(uint value)
    {
        int length = 32 - System.Numerics.BitOperations.LeadingZeroCount(value + 1);
        return Write(0, length - 1).Write(value + 1, length);
    }

    /// <summary>Zeros up to the next byte.</summary>
    public FieldBits Align() => Write(0, (8 - _count % 8) % 8);

    /// <summary>Whole bytes, at the beginning of one.</summary>
    public FieldBits Bytes(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        _count += 8 * bytes.Length;
        return this;
    }

    /// <summary>A NAL unit: header, trailing bits, emulation prevention.</summary>
    public byte[] ToNal(byte header)
    {
        Flag(true);
        List<byte> nal = [header];
        int zeros = 0;
        foreach (byte value in _bytes)
        {
            if (zeros >= 2 && value <= 3)
            {
                nal.Add(3);
                zeros = 0;
            }

            zeros = value == 0 ? zeros + 1 : 0;
            nal.Add(value);
        }

        return [.. nal];
    }
}
