namespace Headrace.Containers.MpegTs;

/// <summary>
/// Sizes and well-known identifiers of transport packets (ISO/IEC 13818-1, 2.4.3.2).
/// <code>
/// | 0x47 | error 1 | unit start 1 | priority 1 | PID 13 | scrambling 2 | adaptation 1 | payload 1 | continuity 4 | adaptation field | payload |
/// </code>
/// </summary>
public static class TsPacket
{
    /// <summary>Bytes of a packet.</summary>
    public const int Size = 188;

    /// <summary>Bytes from one packet to the next where a time code of four stands before each (M2TS).</summary>
    public const int TimecodeSize = 192;

    /// <summary>Bytes from one packet to the next where sixteen check bytes stand behind each (DVB-ASI, captures of receivers).</summary>
    public const int CheckedSize = 204;

    /// <summary>Bytes of the header in front of adaptation field and payload.</summary>
    public const int HeaderSize = 4;

    /// <summary>Bytes behind the header.</summary>
    public const int BodySize = Size - HeaderSize;

    /// <summary>The first byte of each packet.</summary>
    public const byte SyncByte = 0x47;

    /// <summary>PID of the program association table.</summary>
    public const int PatPid = 0;

    /// <summary>PID of packets that mean nothing.</summary>
    public const int NullPid = 0x1FFF;

    /// <summary>Number of PIDs.</summary>
    public const int Pids = 0x2000;

    private static readonly byte[] NullBytes = [SyncByte, NullPid >> 8, NullPid & 0xFF, (byte)HasPayload, .. Enumerable.Repeat((byte)0xFF, BodySize)];

    /// <summary>A packet that means nothing (2.4.1, null packet).</summary>
    public static ReadOnlySpan<byte> Null => NullBytes;

    internal const uint UnitStart = 0x0040_0000;
    internal const uint HasAdaptation = 0x20;
    internal const uint HasPayload = 0x10;

    internal const byte DiscontinuityFlag = 0x80;
    internal const byte RandomAccessFlag = 0x40;
    internal const byte PcrFlag = 0x10;

    /// <summary>The header of a packet of a PID, without flags.</summary>
    internal static uint Header(int pid, int continuity) => (uint)SyncByte << 24 | (uint)pid << 8 | (uint)continuity & 15;
}
