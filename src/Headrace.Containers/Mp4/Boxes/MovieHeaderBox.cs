using System.Buffers.Binary;

namespace Headrace.Containers.Mp4.Boxes;

/// <summary>Movie header (<c>mvhd</c>, ISO/IEC 14496-12, 8.2.2) of a movie whose samples are all in fragments.</summary>
/// <param name="Timescale">Ticks a second of <paramref name="Duration"/>.</param>
/// <param name="Duration">0 when all samples are in fragments.</param>
/// <param name="NextTrackId">An identifier greater than those in use.</param>
internal readonly record struct MovieHeaderBox(uint Timescale, ulong Duration, uint NextTrackId)
{
    private const int FieldsVersion0 = 96;
    private const int FieldsVersion1 = 108;

    /// <summary>Writes the box, version 0: duration in 32 bits.</summary>
    public void Write(BoxWriter output)
    {
        using BoxScope box = output.FullBox(BoxTypes.Mvhd, 0, 0);
        output.Zeros(8);
        output.UInt32(Timescale);
        output.UInt32((uint)Duration);
        output.UInt32(0x0001_0000);
        output.UInt16(0x0100);
        output.Zeros(10);
        output.UnityMatrix();
        output.Zeros(24);
        output.UInt32(NextTrackId);
    }

    /// <summary>Reads the body of the box.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out MovieHeaderBox box)
    {
        box = default;
        if (!Box.TryReadFull(body, out byte version, out _, out ReadOnlySpan<byte> fields)) return false;
        if (version > 1 || fields.Length < (version == 0 ? FieldsVersion0 : FieldsVersion1)) return false;
        box = version == 0
            ? new MovieHeaderBox(BinaryPrimitives.ReadUInt32BigEndian(fields[8..]), BinaryPrimitives.ReadUInt32BigEndian(fields[12..]), LastWord(fields, FieldsVersion0))
            : new MovieHeaderBox(BinaryPrimitives.ReadUInt32BigEndian(fields[16..]), BinaryPrimitives.ReadUInt64BigEndian(fields[20..]), LastWord(fields, FieldsVersion1));
        return true;
    }

    private static uint LastWord(ReadOnlySpan<byte> fields, int length) => BinaryPrimitives.ReadUInt32BigEndian(fields[(length - 4)..]);
}
