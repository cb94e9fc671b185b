namespace Headrace.Media.Tests.Bits;

/// <summary>Writes bits, most significant first: the other direction of BitReader, for making what no encoder at hand makes.</summary>
internal sealed class BitWriter
{
    private readonly List<bool> _bits = [];

    public int Length => _bits.Count;

    public BitWriter Write(uint value, int count)
    {
        for (int i = count - 1; i >= 0; i--) _bits.Add((value >> i & 1) != 0);
        return this;
    }

    public BitWriter Flag(bool value) => Write(value ? 1u : 0u, 1);

    public BitWriter Ue(uint value)
    {
        int length = 32 - System.Numerics.BitOperations.LeadingZeroCount(value + 1);
        return Write(0, length - 1).Write(value + 1, length);
    }

    public BitWriter Se(int value) => Ue(value > 0 ? (uint)(2 * value - 1) : (uint)(-2 * value));

    /// <summary>The bits, filled up with zeros.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[(_bits.Count + 7) / 8];
        for (int i = 0; i < _bits.Count; i++)
        {
            if (_bits[i]) bytes[i / 8] |= (byte)(0x80 >> i % 8);
        }

        return bytes;
    }

    /// <summary>A NAL unit: header, trailing bits, emulation prevention.</summary>
    public byte[] ToNal(params byte[] header)
    {
        Flag(true);
        List<byte> nal = [.. header];
        int zeros = 0;
        foreach (byte value in ToBytes())
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
