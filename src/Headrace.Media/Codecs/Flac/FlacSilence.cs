using System.Buffers.Binary;
using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Flac;

/// <summary>Makes a frame that decodes to silence: of each channel one constant sample (RFC 9639, 9.2.3).</summary>
internal static class FlacSilence
{
    private const uint Sync = 0x7FFC;
    private const int UsualBlock = 1152;

    // 8.2: six zero bits for a constant, one for no wasted bits, one before them.
    private const int SubframeHeader = 8;

    /// <summary>The frame for a format, as long as its blocks are.</summary>
    public static SilentFrame Of(FlacFormat format)
    {
        bool isVariable = format.SmallestBlock != format.LargestBlock;
        int block = isVariable ? Math.Clamp(UsualBlock, format.SmallestBlock, format.LargestBlock) : format.LargestBlock;
        byte[] bytes = new byte[FlacHeader.MaxLength + (format.Channels * (SubframeHeader + format.BitsPerSample) + 7) / 8 + FlacHeader.FooterLength];
        BitFieldWriter writer = new(bytes);
        writer.Write(Sync, 15);
        writer.Write(isVariable ? 1u : 0, 1);
        writer.Write(FlacTables.BlockSizeOf16Bits, 4);
        writer.Write((uint)FlacTables.CodeOfRate(format.SampleRate), 4);
        writer.Write((uint)(format.Channels - 1), 4);
        writer.Write((uint)FlacTables.CodeOfBits(format.BitsPerSample), 3);
        writer.Write(0, 1);
        writer.Write(0, 8);
        writer.Write((uint)(block - 1), 16);
        writer.Write(FlacCrc.Of8(bytes.AsSpan(0, writer.Length)), 8);
        for (int channel = 0; channel < format.Channels; channel++)
        {
            writer.Write(0, SubframeHeader);
            writer.Write(0, format.BitsPerSample);
        }

        int length = writer.Length;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(length), Crc16.Of(bytes.AsSpan(0, length)));
        return new SilentFrame(bytes.AsMemory(0, length + FlacHeader.FooterLength), block);
    }
}
