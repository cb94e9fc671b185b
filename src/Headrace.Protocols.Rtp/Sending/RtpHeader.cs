using System.Buffers.Binary;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.Sending;

/// <summary>
/// The fixed header of a packet without contributors and extensions (RFC 3550, 5.1).
/// <code>
/// | 2 | P 0 | X 0 | CC 0 | M 1 | payload type 7 | sequence 16 | timestamp 32 | SSRC 32 |
/// </code>
/// </summary>
/// <param name="PayloadType">Payload type, seven bits.</param>
/// <param name="HasMarker">The marker bit.</param>
/// <param name="Sequence">Sequence number.</param>
/// <param name="Timestamp">RTP timestamp.</param>
/// <param name="Ssrc">Synchronisation source.</param>
public readonly record struct RtpHeader(byte PayloadType, bool HasMarker, ushort Sequence, uint Timestamp, uint Ssrc)
{
    /// <summary>Bytes that it takes.</summary>
    public const int Length = RtpPacket.FixedHeaderLength;

    private const byte Version2 = 0x80;
    private const byte Marker = 0x80;

    /// <summary>Writes it into <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = Version2;
        destination[1] = (byte)(PayloadType | (HasMarker ? Marker : 0));
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], Ssrc);
    }
}
