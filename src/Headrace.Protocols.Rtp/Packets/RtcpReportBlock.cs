using System.Buffers.Binary;

namespace Headrace.Protocols.Rtp.Packets;

/// <summary>What a receiver says of one source (RFC 3550, 6.4.1).</summary>
/// <param name="Ssrc">The source.</param>
/// <param name="FractionLost">Loss since the last report in 1/256.</param>
/// <param name="CumulativeLost">Packets lost since the beginning, −8,388,608 to 8,388,607; negative with duplicates.</param>
/// <param name="HighestSequence">Highest sequence number with the count of cycles above it.</param>
/// <param name="Jitter">Interarrival jitter in timestamp ticks.</param>
/// <param name="LastSenderReport">Middle 32 bits of the last sender report's NTP timestamp, or 0.</param>
/// <param name="DelaySinceLastSenderReport">In 1/65,536 s.</param>
public readonly record struct RtcpReportBlock(
    uint Ssrc,
    byte FractionLost,
    int CumulativeLost,
    uint HighestSequence,
    uint Jitter,
    uint LastSenderReport,
    uint DelaySinceLastSenderReport)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 24;

    /// <summary>Least value of the 24 bits of cumulative loss.</summary>
    public const int MinLost = -0x80_0000;

    /// <summary>Greatest value of the 24 bits of cumulative loss.</summary>
    public const int MaxLost = 0x7F_FFFF;

    internal static RtcpReportBlock Read(ReadOnlySpan<byte> bytes)
    {
        uint loss = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        return new RtcpReportBlock(
            BinaryPrimitives.ReadUInt32BigEndian(bytes),
            bytes[4],
            (int)(loss << 8) >> 8,
            BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]));
    }

    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Ssrc);
        BinaryPrimitives.WriteInt32BigEndian(bytes[4..], Math.Clamp(CumulativeLost, MinLost, MaxLost) & 0xFF_FFFF);
        bytes[4] = FractionLost;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[20..], DelaySinceLastSenderReport);
    }
}
