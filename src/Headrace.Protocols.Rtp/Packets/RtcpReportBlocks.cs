namespace Headrace.Protocols.Rtp.Packets;

/// <summary>The report blocks of a sender or receiver report.</summary>
public readonly ref struct RtcpReportBlocks
{
    private readonly ReadOnlySpan<byte> _bytes;

    internal RtcpReportBlocks(ReadOnlySpan<byte> bytes, int count)
    {
        Count = Math.Min(count, bytes.Length / RtcpReportBlock.Length);
        _bytes = bytes;
    }

    /// <summary>Blocks that are there whole.</summary>
    public int Count { get; }

    /// <summary>A block by its position, below <see cref="Count"/>.</summary>
    public RtcpReportBlock this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return RtcpReportBlock.Read(_bytes[(index * RtcpReportBlock.Length)..]);
        }
    }

    /// <summary>Finds the block about a source.</summary>
    public bool TryFind(uint ssrc, out RtcpReportBlock block)
    {
        for (int i = 0; i < Count; i++)
        {
            block = this[i];
            if (block.Ssrc == ssrc) return true;
        }

        block = default;
        return false;
    }
}
