using System.Buffers.Binary;

namespace Headrace.Containers.Mp4.Boxes;

/// <summary>Producer reference time (<c>prft</c>, ISO/IEC 14496-12, 8.16.5): where an instant of a track stands in UTC.</summary>
/// <param name="TrackId">The track.</param>
/// <param name="Ntp">UTC in NTP's 64-bit format (RFC 5905, 6): seconds since 1900 and a fraction of 32 bits.</param>
/// <param name="MediaTime">Presentation time in ticks of the track's timescale.</param>
/// <param name="Flags">What the instant is: see <see cref="ProducerReferenceKind"/>.</param>
public readonly record struct ProducerReferenceTimeBox(uint TrackId, ulong Ntp, ulong MediaTime, uint Flags)
{
    /// <summary>Bytes of the box as it is written.</summary>
    public const int Size = BoxWriter.FullHeaderSize + 20;

    /// <summary>Writes the box, version 1: media time in 64 bits.</summary>
    public void Write(BoxWriter output)
    {
        output.FullHeader(BoxTypes.Prft, Size, 1, Flags);
        output.UInt32(TrackId);
        output.UInt64(Ntp);
        output.UInt64(MediaTime);
    }

    /// <summary>Reads the body of the box.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ProducerReferenceTimeBox box)
    {
        box = default;
        if (!Box.TryReadFull(body, out byte version, out uint flags, out ReadOnlySpan<byte> fields)) return false;
        if (version > 1 || fields.Length < (version == 0 ? 16 : 20)) return false;
        box = new ProducerReferenceTimeBox(
            BinaryPrimitives.ReadUInt32BigEndian(fields),
            BinaryPrimitives.ReadUInt64BigEndian(fields[4..]),
            version == 0 ? BinaryPrimitives.ReadUInt32BigEndian(fields[12..]) : BinaryPrimitives.ReadUInt64BigEndian(fields[12..]),
            flags);
        return true;
    }
}
