using System.Buffers.Binary;

namespace Headrace.Protocols.Rtp.Packets;

/// <summary>The sender's part of a sender report (RFC 3550, 6.4.1): one instant on two clocks, and what was sent until then.</summary>
/// <param name="Ssrc">The sender.</param>
/// <param name="Ntp">The instant in UTC.</param>
/// <param name="RtpTimestamp">The same instant on the RTP clock.</param>
/// <param name="PacketCount">Packets sent.</param>
/// <param name="OctetCount">Payload bytes sent, without headers and padding.</param>
public readonly record struct RtcpSenderInfo(uint Ssrc, NtpTimestamp Ntp, uint RtpTimestamp, uint PacketCount, uint OctetCount)
{
    internal const int Length = 24;

    internal static RtcpSenderInfo Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt32BigEndian(bytes),
        new NtpTimestamp(BinaryPrimitives.ReadUInt64BigEndian(bytes[4..])),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]));

    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[4..], Ntp.Value);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], RtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], PacketCount);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[20..], OctetCount);
    }
}
