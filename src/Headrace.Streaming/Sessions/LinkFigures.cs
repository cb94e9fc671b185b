namespace Headrace.Streaming.Sessions;

/// <summary>How the connection of a session does, measured once a second; for transports that mend losses themselves (SRT).</summary>
/// <param name="RoundTrip">Time to the peer and back.</param>
/// <param name="Latency">How long after it was sent a packet is handed over: the time there is to mend a loss.</param>
/// <param name="Bandwidth">What the link is estimated to carry, in bits a second.</param>
/// <param name="Rate">Bits a second sent or received over the last second, retransmissions included.</param>
/// <param name="Buffered">Span of media that waits: to be acknowledged where we send, for its time where we receive.</param>
/// <param name="KeyBits">Bits of the key; 0 where nothing is encrypted.</param>
/// <param name="Counts">What was counted since it began.</param>
public sealed record LinkFigures(TimeSpan RoundTrip, TimeSpan Latency, long Bandwidth, long Rate, TimeSpan Buffered, int KeyBits, LinkCounts Counts);
