using System.Numerics;

namespace Headrace.Endpoints.Tests.Made;

/// <summary>Writes bits, and Exp-Golomb codes (H.264, 9.1), most significant first.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> _bytes = [];
    private int _bits;

    public BitWriter Bits(uint value, int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            if (_bits % 8 == 0) _bytes.Add(0);
            if ((value >> i & 1) != 0) _bytes[^1] |= (byte)(0x80 >> _bits % 8);
            _bits++;
        }

        return this;
    }

    public BitWriter Ue(uint value)
    {
        int length = BitOperations.Log2(value + 1);
        return Bits(0, length).Bits(value + 1, length + 1);
    }

    /// <summary>The stop bit and zeros up to a whole byte.</summary>
    public byte[] Stop()
    {
        Bits(1, 1);
        return [.. _bytes];
    }

    /// <summary>Ones up to a whole byte: the slice goes on behind.</summary>
    public byte[] Pad()
    {
        while (_bits % 8 != 0) Bits(1, 1);
        return [.. _bytes];
    }
}
