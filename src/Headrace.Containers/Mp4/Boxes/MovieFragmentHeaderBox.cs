using System.Buffers.Binary;

namespace Headrace.Containers.Mp4.Boxes;

/// <summary>Movie fragment header (<c>mfhd</c>, ISO/IEC 14496-12, 8.8.5).</summary>
/// <param name="SequenceNumber">Increases from fragment to fragment.</param>
internal readonly record struct MovieFragmentHeaderBox(uint SequenceNumber)
{
    /// <summary>Bytes of the box.</summary>
    public const int Size = BoxWriter.FullHeaderSize + 4;

    /// <summary>Writes the box.</summary>
    public void Write(BoxWriter output)
    {
        output.FullHeader(BoxTypes.Mfhd, Size, 0, 0);
        output.UInt32(SequenceNumber);
    }

    /// <summary>Reads the body of the box.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out MovieFragmentHeaderBox box)
    {
        box = default;
        if (!Box.TryReadFull(body, out _, out _, out ReadOnlySpan<byte> fields) || fields.Length < 4) return false;
        box = new MovieFragmentHeaderBox(BinaryPrimitives.ReadUInt32BigEndian(fields));
        return true;
    }
}
