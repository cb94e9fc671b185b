using System.Buffers.Binary;

namespace Headrace.Containers.Mp4.Boxes;

/// <summary>Media header (<c>mdhd</c>, ISO/IEC 14496-12, 8.4.2).</summary>
/// <param name="Timescale">Ticks a second of the track's decode times and durations.</param>
/// <param name="Duration">0 when all samples are in fragments.</param>
internal readonly record struct MediaHeaderBox(uint Timescale, ulong Duration)
{
    // "und", three letters of five bits.
    private const ushort LanguageUndetermined = 0x55C4;
    private const int FieldsVersion0 = 20;
    private const int FieldsVersion1 = 32;

    /// <summary>Writes the box, version 0: duration in 32 bits.</summary>
    public void Write(BoxWriter output)
    {
        using BoxScope box = output.FullBox(BoxTypes.Mdhd, 0, 0);
        output.Zeros(8);
        output.UInt32(Timescale);
        output.UInt32((uint)Duration);
        output.UInt16(LanguageUndetermined);
        output.Zeros(2);
    }

    /// <summary>Reads the body of the box.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out MediaHeaderBox box)
    {
        box = default;
        if (!Box.TryReadFull(body, out byte version, out _, out ReadOnlySpan<byte> fields)) return false;
        if (version > 1 || fields.Length < (version == 0 ? FieldsVersion0 : FieldsVersion1)) return false;
        box = version == 0
            ? new MediaHeaderBox(BinaryPrimitives.ReadUInt32BigEndian(fields[8..]), BinaryPrimitives.ReadUInt32BigEndian(fields[12..]))
            : new MediaHeaderBox(BinaryPrimitives.ReadUInt32BigEndian(fields[16..]), BinaryPrimitives.ReadUInt64BigEndian(fields[20..]));
        return true;
    }
}
