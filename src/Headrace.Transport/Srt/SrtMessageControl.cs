using System.Runtime.InteropServices;

namespace Headrace.Transport.Srt;

/// <summary><c>SRT_MSGCTRL</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SrtMessageControl
{
    public int Flags;
    public int TimeToLive;
    public int InOrder;
    public int Boundary;
    public long SourceTime;
    public int PacketSequence;
    public int MessageNumber;
    public nint GroupData;
    public nuint GroupDataSize;

    /// <summary>What a message is sent and received with: no time to live, no numbers. Zeros for those would be numbers.</summary>
    public static SrtMessageControl Default => new() { TimeToLive = -1, PacketSequence = -1, MessageNumber = -1 };
}
