using System.Buffers.Binary;

namespace Headrace.Containers.Mp4.Boxes;

/// <summary>Decode time of a fragment's first sample (<c>tfdt</c>, ISO/IEC 14496-12, 8.8.12).</summary>
/// <param name="BaseDecodeTime">Ticks of the media header's timescale.</param>
internal readonly record struct TrackFragmentDecodeTimeBox(ulong BaseDecodeTime)
{
    /// <summary>Bytes of the box as it is written.</summary>
    public const int Size = BoxWriter.FullHeaderSize + 8;

    /// <summary>Writes the box, version 1: time in 64 bits.</summary>
    public void Write(BoxWriter output)
    {
        output.FullHeader(BoxTypes.Tfdt, Size, 1, 0);
        output.UInt64(BaseDecodeTime);
    }

    /// <summary>Reads the body of the box.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out TrackFragmentDecodeTimeBox box)
    {
        box = default;
        if (!Box.TryReadFull(body, out byte version, out _, out ReadOnlySpan<byte> fields)) return false;
        if (version > 1 || fields.Length < (version == 0 ? 4 : 8)) return false;
        box = new TrackFragmentDecodeTimeBox(version == 0 ? BinaryPrimitives.ReadUInt32BigEndian(fields) : BinaryPrimitives.ReadUInt64BigEndian(fields));
        return true;
    }
}
