namespace Headrace.Streaming.Sessions;

/// <summary>What a connection that mends its losses counted.</summary>
/// <param name="Packets">Packets sent or received, those sent again included.</param>
/// <param name="Lost">Packets that were missing at first.</param>
/// <param name="Retransmitted">Packets sent again.</param>
/// <param name="Dropped">Packets that did not come, or were not sent, in time: what is lost for good.</param>
public readonly record struct LinkCounts(long Packets, long Lost, long Retransmitted, long Dropped)
{
    /// <summary>The sum.</summary>
    public LinkCounts Plus(LinkCounts other) => new(Packets + other.Packets, Lost + other.Lost, Retransmitted + other.Retransmitted, Dropped + other.Dropped);

    /// <summary>What came since.</summary>
    public LinkCounts Since(LinkCounts before) => new(Packets - before.Packets, Lost - before.Lost, Retransmitted - before.Retransmitted, Dropped - before.Dropped);
}
