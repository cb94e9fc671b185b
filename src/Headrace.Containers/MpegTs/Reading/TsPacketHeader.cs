using System.Buffers.Binary;

namespace Headrace.Containers.MpegTs.Reading;

/// <summary>Header and adaptation field of one packet (ISO/IEC 13818-1, 2.4.3.2 and 2.4.3.4), as far as they matter here.</summary>
internal readonly record struct TsPacketHeader
{
    private const byte ErrorBit = 0x80;
    private const byte UnitStartBit = 0x40;
    private const byte ScramblingBits = 0xC0;
    private const int FlagsAt = 5;
    private const int PcrAt = 6;

    public int Pid { get; private init; }

    public bool HasError { get; private init; }

    public bool IsUnitStart { get; private init; }

    public bool IsScrambled { get; private init; }

    public bool HasPayload { get; private init; }

    public byte Continuity { get; private init; }

    public bool IsDiscontinuity { get; private init; }

    public bool IsRandomAccess { get; private init; }

    /// <summary>The clock reference at 90 kHz; null without one.</summary>
    public long? Pcr { get; private init; }

    /// <summary>Where the payload begins.</summary>
    public int PayloadOffset { get; private init; }

    /// <summary>Reads the header of a packet of <see cref="TsPacket.Size"/> bytes. False when its adaptation field does not fit; the PID is known then all the same.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out TsPacketHeader header)
    {
        byte control = packet[3];
        bool hasPayload = (control & TsPacket.HasPayload) != 0;
        header = new TsPacketHeader
        {
            Pid = BinaryPrimitives.ReadUInt16BigEndian(packet[1..]) & TsPacket.NullPid,
            HasError = (packet[1] & ErrorBit) != 0,
            IsUnitStart = (packet[1] & UnitStartBit) != 0,
            IsScrambled = (control & ScramblingBits) != 0,
            HasPayload = hasPayload,
            Continuity = (byte)(control & 15),
            PayloadOffset = TsPacket.HeaderSize,
        };
        if ((control & TsPacket.HasAdaptation) == 0) return true;
        int length = packet[TsPacket.HeaderSize];
        int end = TsPacket.HeaderSize + 1 + length;
        if (end > TsPacket.Size || (hasPayload && end == TsPacket.Size)) return false;
        header = header with { PayloadOffset = end };
        if (length == 0) return true;
        byte flags = packet[FlagsAt];
        bool hasPcr = (flags & TsPacket.PcrFlag) != 0;
        if (hasPcr && length < 1 + TsTimestamp.PcrLength) return false;
        header = header with
        {
            IsDiscontinuity = (flags & TsPacket.DiscontinuityFlag) != 0,
            IsRandomAccess = (flags & TsPacket.RandomAccessFlag) != 0,
            Pcr = hasPcr ? TsTimestamp.ReadPcr(packet[PcrAt..]) : null,
        };
        return true;
    }
}
