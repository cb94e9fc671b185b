namespace Headrace.Protocols.Rtp.Packets;

/// <summary>What a packet's sequence number says against those before it.</summary>
/// <param name="Kind">How it follows.</param>
/// <param name="Missing">Packets between the highest before and this one; 0 unless there is a gap.</param>
internal readonly record struct RtpArrival(RtpArrivalKind Kind, int Missing)
{
    /// <summary>True when the packet goes on to the depacketizer: neither late, nor a duplicate, nor suspect.</summary>
    public bool IsUsable => Kind is RtpArrivalKind.First or RtpArrivalKind.InOrder or RtpArrivalKind.Gap or RtpArrivalKind.Restart;

    /// <summary>True when something before the packet is not there.</summary>
    public bool IsGapBefore => Kind is RtpArrivalKind.First or RtpArrivalKind.Gap or RtpArrivalKind.Restart;
}

/// <summary>How a packet follows those before it.</summary>
internal enum RtpArrivalKind
{
    /// <summary>The first packet of the source.</summary>
    First,

    /// <summary>The one that was expected.</summary>
    InOrder,

    /// <summary>Later than expected: the ones between are missing.</summary>
    Gap,

    /// <summary>Earlier than the highest, not seen before: it was counted as missing.</summary>
    Late,

    /// <summary>Seen before.</summary>
    Duplicate,

    /// <summary>A jump beyond every bound: dropped until its successor confirms that the source began anew.</summary>
    Suspect,

    /// <summary>The source began anew; statistics begin anew with it.</summary>
    Restart,
}
