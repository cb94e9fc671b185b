namespace Headrace.Transport.Udp;

/// <summary>Datagrams behind each other in a batch that have one target and one size; the last may be shorter.</summary>
/// <param name="Offset">Where they begin in the batch.</param>
/// <param name="Length">Bytes of all of them.</param>
/// <param name="Size">Bytes of one.</param>
/// <param name="Target">Which of a receiver's addresses they go to.</param>
internal readonly record struct UdpRun(int Offset, int Length, int Size, int Target)
{
    /// <summary>How many they are.</summary>
    public int Packets => (Length + Size - 1) / Size;

    /// <summary>Whether the kernel can cut off one more behind them.</summary>
    public bool Takes(int bytes, int target) => target == Target && bytes <= Size && Length % Size == 0 && Length + bytes <= LinuxSockets.MaxSegmentedBytes;
}
