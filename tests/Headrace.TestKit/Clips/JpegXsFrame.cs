using System.Buffers.Binary;

namespace Headrace.TestKit.Clips;

/// <summary>
/// Picture segments of JPEG XS, written by hand from ISO/IEC 21122-1, annex A: no encoder is at hand. The header is a true one; what the slices hold is random. Two boxes stand
/// before the codestream, as RFC 9134 demands.
/// </summary>
/// <param name="Header">Boxes, and the codestream up to its first slice.</param>
/// <param name="Slices">The slices; the last one with the end of the codestream.</param>
public sealed record JpegXsFrame(byte[] Header, IReadOnlyList<byte[]> Slices)
{
    /// <summary>Video support box and colour specification box; their content is for decoders.</summary>
    public static byte[] Boxes { get; } = [.. Box("jpvs", 34), .. Box("colr", 7)];

    /// <summary>The whole picture segment.</summary>
    public byte[] Whole => [.. Header, .. Slices.SelectMany(slice => slice)];

    /// <summary>Header and slices, each by itself.</summary>
    public IEnumerable<byte[]> Pieces => Slices.Prepend(Header);

    /// <summary>Makes a picture of 4:2:2 with 10 bits.</summary>
    public static JpegXsFrame Make(int seed, int width, int height, int slices, int sliceBytes)
    {
        Random random = new(seed);
        byte[][] made = [.. Enumerable.Range(0, slices).Select(i => Slice(random, i, sliceBytes, i == slices - 1))];
        return new JpegXsFrame([.. Boxes, .. CodestreamHeader(width, height, made.Sum(slice => slice.Length))], made);
    }

    /// <summary>SOC to WGT. Main 4:2:2 with 10 bits, level 2k-1.</summary>
    public static byte[] CodestreamHeader(int width, int height, int sliceBytes)
    {
        byte[] picture = new byte[24];
        BinaryPrimitives.WriteInt32BigEndian(picture, 2 + 4 + 28 + 10 + 6 + sliceBytes);
        BinaryPrimitives.WriteUInt16BigEndian(picture.AsSpan(4), 0x3540);
        BinaryPrimitives.WriteUInt16BigEndian(picture.AsSpan(6), 0x1008);
        BinaryPrimitives.WriteUInt16BigEndian(picture.AsSpan(8), (ushort)width);
        BinaryPrimitives.WriteUInt16BigEndian(picture.AsSpan(10), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(picture.AsSpan(14), 8);
        picture[16] = 3;
        picture[17] = 4;
        picture[18] = 8;
        picture[19] = 18;
        picture[20] = 0x84;
        picture[22] = 0x51;
        return [0xFF, 0x10, .. Marker(0x50), .. Marker(0x12, picture), .. Marker(0x13, 10, 0x11, 10, 0x21, 10, 0x21), .. Marker(0x14, 1, 2)];
    }

    private static byte[] Slice(Random random, int index, int bytes, bool isLast)
    {
        byte[] data = new byte[random.Next(bytes / 2, bytes)];
        random.NextBytes(data);
        return [.. Marker(0x20, (byte)(index >> 8), (byte)index), .. data, .. isLast ? new byte[] { 0xFF, 0x11 } : []];
    }

    private static byte[] Marker(byte code, params byte[] content) => [0xFF, code, 0, (byte)(content.Length + 2), .. content];

    private static byte[] Box(string type, int content) => [0, 0, 0, (byte)(8 + content), .. System.Text.Encoding.ASCII.GetBytes(type), .. Enumerable.Range(1, content).Select(i => (byte)i)];
}
