using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Flac;

/// <summary>
/// The content of the metadata block STREAMINFO (RFC 9639, 8.2). Sizes of frames, the number of samples and their checksum are passed over and written as not known: a live stream has none.
/// <code>
/// | least block 16 | greatest block 16 | least frame 24 | greatest frame 24 | rate 20 | channels - 1 3 | bits - 1 5 | samples 36 | MD5 128 |
/// </code>
/// </summary>
public static class FlacStreamInfo
{
    /// <summary>Bytes of the content.</summary>
    public const int Length = 34;

    private const int SizesOfFrames = 48;
    private const byte LastBlock = 0x80;
    private const int BlockHeaderLength = 4;

    /// <summary>Bytes of the content behind the header of a metadata block.</summary>
    public const int BlockLength = BlockHeaderLength + Length;

    /// <summary>Reads it. False when it is cut off, or says what cannot be.</summary>
    public static bool TryRead(ReadOnlySpan<byte> content, [NotNullWhen(true)] out FlacFormat? format)
    {
        format = null;
        if (content.Length < Length) return false;
        BitReader reader = new(content[..Length]);
        int smallest = (int)reader.Read(16);
        int largest = (int)reader.Read(16);
        reader.Skip(SizesOfFrames);
        int rate = (int)reader.Read(20);
        int channels = (int)reader.Read(3) + 1;
        int bits = (int)reader.Read(5) + 1;
        if (rate == 0 || bits < FlacFormat.MinBitsPerSample || largest < FlacFormat.MinBlockSize || smallest > largest) return false;
        format = new FlacFormat { SampleRate = rate, Channels = channels, BitsPerSample = bits, SmallestBlock = Math.Max(smallest, FlacFormat.MinBlockSize), LargestBlock = largest };
        return true;
    }

    /// <summary>Finds it among metadata blocks, of which it is the first (8), and reads it.</summary>
    public static bool TryReadBlocks(ReadOnlySpan<byte> blocks, [NotNullWhen(true)] out FlacFormat? format)
    {
        format = null;
        bool isFirst = blocks.Length >= BlockLength && (blocks[0] & ~LastBlock) == 0 && (blocks[1], blocks[2], blocks[3]) == (0, 0, Length);
        return isFirst && TryRead(blocks[BlockHeaderLength..], out format);
    }

    /// <summary>Writes it, as the only metadata block, into the first <see cref="BlockLength"/> bytes.</summary>
    public static void WriteBlock(Span<byte> destination, FlacFormat format)
    {
        destination[..BlockLength].Clear();
        (destination[0], destination[3]) = (LastBlock, Length);
        BitFieldWriter writer = new(destination[BlockHeaderLength..]);
        writer.Write((uint)format.SmallestBlock, 16);
        writer.Write((uint)format.LargestBlock, 16);
        writer.Write(0, 24);
        writer.Write(0, 24);
        writer.Write((uint)format.SampleRate, 20);
        writer.Write((uint)(format.Channels - 1), 3);
        writer.Write((uint)(format.BitsPerSample - 1), 5);
    }
}
