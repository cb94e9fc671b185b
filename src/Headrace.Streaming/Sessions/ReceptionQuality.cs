namespace Headrace.Streaming.Sessions;

/// <summary>What a viewer says of what reached him (RTCP receiver reports; RFC 3550, 6.4.2). With several tracks, the worst of each.</summary>
/// <param name="FractionLost">Part of the packets that were lost since his last report, 0 to 1.</param>
/// <param name="PacketsLost">Packets lost since he began, over all tracks.</param>
/// <param name="Jitter">Interarrival jitter.</param>
/// <param name="RoundTrip">Time from us to him and back; null before it could be measured.</param>
public sealed record ReceptionQuality(double FractionLost, long PacketsLost, TimeSpan Jitter, TimeSpan? RoundTrip);
