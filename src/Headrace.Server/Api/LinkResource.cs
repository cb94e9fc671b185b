using Headrace.Streaming.Sessions;

namespace Headrace.Server.Api;

/// <summary>How the connection of a session does, measured once a second (SRT).</summary>
/// <param name="RoundTripMs">Time to the peer and back.</param>
/// <param name="LatencyMs">How long after it was sent a packet is handed over: the time there is to mend a loss.</param>
/// <param name="Bandwidth">What the link is estimated to carry, in bits a second.</param>
/// <param name="Rate">Bits a second sent or received, retransmissions included.</param>
/// <param name="BufferedMs">Span of media that waits: to be acknowledged where we send, for its time where we receive.</param>
/// <param name="KeyBits">Bits of the key; 0 where nothing is encrypted.</param>
/// <param name="Packets">Packets sent or received, those sent again included.</param>
/// <param name="PacketsLost">Packets that were missing at first.</param>
/// <param name="PacketsRetransmitted">Packets sent again.</param>
/// <param name="PacketsDropped">Packets that did not come, or were not sent, in time: what is lost for good.</param>
internal sealed record LinkResource(
    double RoundTripMs, double LatencyMs, long Bandwidth, long Rate, double BufferedMs, int KeyBits, long Packets, long PacketsLost, long PacketsRetransmitted, long PacketsDropped)
{
    internal static LinkResource? Of(LinkFigures? link) => link is null
        ? null
        : new LinkResource(
            Math.Round(link.RoundTrip.TotalMilliseconds, 3), link.Latency.TotalMilliseconds, link.Bandwidth, link.Rate, link.Buffered.TotalMilliseconds, link.KeyBits,
            link.Counts.Packets, link.Counts.Lost, link.Counts.Retransmitted, link.Counts.Dropped);
}
