using System.Buffers.Binary;

namespace Headrace.Containers.MpegTs.Reading;

/// <summary>Header and adaptation field of one packet (ISO/IEC 13818-1, 2.4.3.2 and 2.4.3.4), as far as they matter here.</summary>
internal readonly struct TsPacketHeader
{
    private const uint ErrorBit = 0x0080_0000;
    private const uint ScramblingBits = 0xC0;
    private const int FlagsAt = 5;
    private const int PcrAt = 6;

    /// <summary>Flags of fields that may be of any length: stuffing cannot be told from them.</summary>
    private const byte VariableFields = 0x0B;

    private const byte OpcrFlag = 0x08;
    private readonly uint _word;
    private readonly byte _flags;

    private TsPacketHeader(uint word, byte flags, int payloadOffset, bool isStuffed)
    {
        (_word, _flags, PayloadOffset, IsStuffed) = (word, flags, payloadOffset, isStuffed);
    }

    public int Pid => (int)(_word >> 8) & TsPacket.NullPid;

    public bool HasError => (_word & ErrorBit) != 0;

    public bool IsUnitStart => (_word & TsPacket.UnitStart) != 0;

    public bool IsScrambled => (_word & ScramblingBits) != 0;

    public bool HasPayload => (_word & TsPacket.HasPayload) != 0;

    public int Continuity => (int)_word & 15;

    public bool IsDiscontinuity => (_flags & TsPacket.DiscontinuityFlag) != 0;

    public bool IsRandomAccess => (_flags & TsPacket.RandomAccessFlag) != 0;

    public bool HasPcr => (_flags & TsPacket.PcrFlag) != 0;

    /// <summary>Where the payload begins.</summary>
    public int PayloadOffset { get; }

    /// <summary>True when the adaptation field holds stuffing, which a packet needs whose payload is short: the last one of a PES packet.</summary>
    public bool IsStuffed { get; }

    /// <summary>The clock reference at 90 kHz of a packet that has one.</summary>
    public static long ReadPcr(ReadOnlySpan<byte> packet) => TsTimestamp.ReadPcr(packet[PcrAt..]);

    /// <summary>Reads the header of a packet of <see cref="TsPacket.Size"/> bytes. False when its adaptation field does not fit; the PID is known then all the same.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out TsPacketHeader header)
    {
        uint word = BinaryPrimitives.ReadUInt32BigEndian(packet);
        header = new TsPacketHeader(word, 0, TsPacket.HeaderSize, false);
        if ((word & TsPacket.HasAdaptation) == 0) return true;
        int length = packet[TsPacket.HeaderSize];
        int end = TsPacket.HeaderSize + 1 + length;
        if (end > TsPacket.Size || ((word & TsPacket.HasPayload) != 0 && end == TsPacket.Size)) return false;
        byte flags = length == 0 ? (byte)0 : packet[FlagsAt];
        int said = length == 0 ? 0 : 1;
        if ((flags & TsPacket.PcrFlag) != 0) said += TsTimestamp.PcrLength;
        if (said > length) return false;
        if ((flags & OpcrFlag) != 0) said += TsTimestamp.PcrLength;
        header = new TsPacketHeader(word, flags, end, length == 0 || (length > said && (flags & VariableFields & ~OpcrFlag) == 0));
        return true;
    }
}
