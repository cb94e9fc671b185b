using System.Buffers.Binary;
using Headrace.Media.Codecs.Mjpeg;

namespace Headrace.Protocols.Rtp.PayloadFormats.Mjpeg;

/// <summary>Rebuilds what a sender left out before the coded data of a picture (RFC 2435, appendix B), with the header of JFIF, which says that it is YCbCr.</summary>
internal static class MjpegHeaderWriter
{
    /// <summary>Bytes of a header at most.</summary>
    public const int MaxLength = 2 + 18 + 2 * TableLength + 6 + 19 + 420 + 14;

    private const int TableLength = 5 + JpegTables.QuantizationLength;

    private static ReadOnlySpan<byte> Begin => [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];

    private static ReadOnlySpan<byte> Scan => [0xFF, 0xDA, 0, 12, 3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0];

    /// <summary>Writes the header; gives its length.</summary>
    /// <param name="header">The picture's.</param>
    /// <param name="restartInterval">Units between restart markers; 0 where there are none.</param>
    /// <param name="tables">Quantisation tables of luma and chroma, or one for both.</param>
    /// <param name="destination">Where to; room for <see cref="MaxLength"/>.</param>
    public static int Write(in MjpegPayloadHeader header, int restartInterval, ReadOnlySpan<byte> tables, Span<byte> destination)
    {
        int at = Put(Begin, destination, 0);
        at = PutTable(0, tables[..JpegTables.QuantizationLength], destination, at);
        at = PutTable(1, tables[^JpegTables.QuantizationLength..], destination, at);
        if (restartInterval > 0) at = Put([0xFF, 0xDD, 0, 4, (byte)(restartInterval >> 8), (byte)restartInterval], destination, at);
        at = Put([0xFF, 0xC0, 0, 17, 8, 0, 0, 0, 0, 3, 1, (byte)((header.Type & 1) == 0 ? 0x21 : 0x22), 0, 2, 0x11, 1, 3, 0x11, 1], destination, at);
        BinaryPrimitives.WriteUInt16BigEndian(destination[(at - 14)..], (ushort)header.Height);
        BinaryPrimitives.WriteUInt16BigEndian(destination[(at - 12)..], (ushort)header.Width);
        at = Put([0xFF, 0xC4, (byte)(JpegTables.Huffman.Length + 2 >> 8), (byte)(JpegTables.Huffman.Length + 2)], destination, at);
        at = Put(JpegTables.Huffman, destination, at);
        return Put(Scan, destination, at);
    }

    private static int PutTable(byte number, ReadOnlySpan<byte> table, Span<byte> destination, int at) =>
        Put(table, destination, Put([0xFF, 0xDB, 0, JpegTables.QuantizationLength + 3, number], destination, at));

    private static int Put(ReadOnlySpan<byte> bytes, Span<byte> destination, int at)
    {
        bytes.CopyTo(destination[at..]);
        return at + bytes.Length;
    }
}
