using System.Buffers.Binary;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>
/// What SMPTE ST 302 puts into a PES packet: samples of AES3, of two channels each after the other, the least significant bit first.
/// <code>
/// | size 16 | channel pairs - 1 2 | identification 8 | bits 2 | alignment 4 |, then for each pair: | sample n | V U C F 4 | sample n | V U C F 4 |
/// </code>
/// </summary>
/// <param name="Bytes">Bytes behind the header.</param>
/// <param name="Channels">Channels: 2, 4, 6 or 8.</param>
/// <param name="Bits">Bits of a sample: 16, 20 or 24.</param>
internal readonly record struct AesPacket(int Bytes, int Channels, int Bits)
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderLength = 4;

    /// <summary>Samples a second, of all of it.</summary>
    public const int SampleRate = 48_000;

    /// <summary>Greatest number of channels.</summary>
    public const int MaxChannels = 8;

    private const int StatusBits = 4;
    private const int BitsOfStep = 4;
    private const int LeastBits = 16;
    private const int ReservedBits = 28;

    /// <summary>Samples of a block of AES3, whose first one is marked.</summary>
    private const int Block = 192;

    /// <summary>The F of the first sample of a block.</summary>
    private const uint FirstOfBlock = 1;

    /// <summary>Bytes of the samples of two channels.</summary>
    public int PairBytes => 2 * (Bits + StatusBits) / 8;

    /// <summary>Samples of a channel.</summary>
    public int Samples => Bytes / (PairBytes * Channels / 2);

    /// <summary>Reads the header at the start. False when it is cut off, says what is reserved, or more bytes than there are.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out AesPacket packet)
    {
        packet = default;
        if (bytes.Length < HeaderLength) return false;
        uint header = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        int bits = LeastBits + (int)(header >> 4 & 3) * BitsOfStep;
        packet = new AesPacket((int)(header >> 16), ((int)(header >> 14 & 3) + 1) * 2, bits);
        return bits < ReservedBits && packet.Bytes <= bytes.Length - HeaderLength;
    }

    /// <summary>Writes the header into the first <see cref="HeaderLength"/> bytes.</summary>
    public void WriteHeader(Span<byte> destination) =>
        BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)Bytes << 16 | (uint)(Channels / 2 - 1) << 14 | (uint)((Bits - LeastBits) / BitsOfStep) << 4);

    /// <summary>Takes a pair apart, into samples of 16 bits or, of 20 and 24, of 24.</summary>
    /// <param name="pair">As many bytes as <see cref="PairBytes"/> says.</param>
    /// <param name="samples">Two samples, the most significant byte first.</param>
    public void ReadPair(ReadOnlySpan<byte> pair, Span<byte> samples)
    {
        ulong value = 0;
        foreach (byte one in pair) value = value << 8 | one;
        Put(Turn((uint)(value >> (Bits + 2 * StatusBits)), Bits), samples[..(samples.Length / 2)]);
        Put(Turn((uint)(value >> StatusBits), Bits), samples[(samples.Length / 2)..]);
    }

    /// <summary>Puts two samples together.</summary>
    /// <param name="samples">Two samples of <see cref="Bits"/>, the most significant byte first.</param>
    /// <param name="time">Number of the samples since any time, by which blocks are marked.</param>
    /// <param name="pair">As many bytes as <see cref="PairBytes"/> says.</param>
    public void WritePair(ReadOnlySpan<byte> samples, long time, Span<byte> pair)
    {
        uint first = Turn(Get(samples[..(samples.Length / 2)]), Bits);
        uint second = Turn(Get(samples[(samples.Length / 2)..]), Bits);
        uint status = time % Block == 0 ? FirstOfBlock : 0;
        ulong value = ((ulong)first << StatusBits | status) << (Bits + StatusBits) | (ulong)second << StatusBits;
        for (int i = pair.Length - 1; i >= 0; i--, value >>= 8) pair[i] = (byte)value;
    }

    private void Put(uint sample, Span<byte> bytes)
    {
        if (Bits == LeastBits + BitsOfStep) sample <<= BitsOfStep;
        for (int i = bytes.Length - 1; i >= 0; i--, sample >>= 8) bytes[i] = (byte)sample;
    }

    private static uint Get(ReadOnlySpan<byte> bytes)
    {
        uint sample = 0;
        foreach (byte one in bytes) sample = sample << 8 | one;
        return sample;
    }

    // The low bits in the other order.
    private static uint Turn(uint value, int bits)
    {
        value = (value & 0x5555_5555) << 1 | (value >> 1 & 0x5555_5555);
        value = (value & 0x3333_3333) << 2 | (value >> 2 & 0x3333_3333);
        value = (value & 0x0F0F_0F0F) << 4 | (value >> 4 & 0x0F0F_0F0F);
        return BinaryPrimitives.ReverseEndianness(value) >> (32 - bits);
    }
}
