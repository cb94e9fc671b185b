using System.Buffers.Binary;

namespace Headrace.Protocols.Rtp.PayloadFormats.JpegXs;

/// <summary>
/// What stands before the data of a packet (RFC 9134, 4.3).
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |T|K|L| I |F counter|     SEP counter     |     P counter       |
/// </code>
/// </summary>
/// <param name="IsSequential">T: packets are sent in the order of what they hold.</param>
/// <param name="IsSliced">K: a packetization unit is a slice or the header segment, else the whole picture segment.</param>
/// <param name="IsLast">L: the last packet of its packetization unit.</param>
/// <param name="Interlace">I: 0 progressive, 2 the first field, 3 the second one.</param>
/// <param name="Frame">F: number of the frame, modulo 32.</param>
/// <param name="Unit">SEP: the slice, modulo 2047, or <see cref="HeaderSegment"/>; where there are no slices, the upper bits of <paramref name="Packet"/>.</param>
/// <param name="Packet">P: number of the packet in its packetization unit, modulo 2048.</param>
internal readonly record struct JpegXsPayloadHeader(bool IsSequential, bool IsSliced, bool IsLast, byte Interlace, byte Frame, int Unit, int Packet)
{
    public const int Length = 4;
    public const int Counter = 2048;

    /// <summary>SEP of the header segment.</summary>
    public const int HeaderSegment = 2047;

    /// <summary>Frames are counted modulo so many.</summary>
    public const int Frames = 32;

    public const byte Progressive = 0;
    public const byte FirstField = 2;
    public const byte SecondField = 3;

    private const byte ReservedInterlace = 1;

    /// <summary>True for the first packet of a packetization unit.</summary>
    public bool BeginsUnit => Packet == 0 && (IsSliced || Unit == 0);

    /// <summary>True for the first packet of a picture segment.</summary>
    public bool BeginsSegment => Packet == 0 && Unit == (IsSliced ? HeaderSegment : 0);

    /// <summary>Reads the header. False when the payload holds nothing behind it, or a value is reserved.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out JpegXsPayloadHeader header)
    {
        header = default;
        if (payload.Length <= Length) return false;
        uint word = BinaryPrimitives.ReadUInt32BigEndian(payload);
        header = new JpegXsPayloadHeader(
            (word >> 31) != 0, (word >> 30 & 1) != 0, (word >> 29 & 1) != 0, (byte)(word >> 27 & 3), (byte)(word >> 22 & 31), (int)(word >> 11 & 2047), (int)(word & 2047));
        return header.Interlace != ReservedInterlace;
    }

    /// <summary>Writes the header.</summary>
    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt32BigEndian(
        destination,
        (IsSequential ? 1u << 31 : 0) | (IsSliced ? 1u << 30 : 0) | (IsLast ? 1u << 29 : 0) | (uint)Interlace << 27 | (uint)Frame << 22 | (uint)Unit << 11 | (uint)Packet);
}
