namespace Headrace.Streaming.Sessions;

/// <summary>How the segments come of a publisher that fetches them, since it began.</summary>
/// <param name="Fetched">Segments, and parts, that came.</param>
/// <param name="Retried">Times that one was asked for again.</param>
/// <param name="Skipped">Those that could not be had.</param>
/// <param name="Missed">Those that left the playlist before their turn.</param>
/// <param name="Restarts">Times that the server began its numbers anew.</param>
/// <param name="Discontinuities">Discontinuities that the playlist named.</param>
/// <param name="Stalls">Times that media came too late.</param>
/// <param name="Delay">By how much more than at its beginning media is behind its source.</param>
/// <param name="Rate">Bits a second of the last one.</param>
public sealed record SegmentFigures(long Fetched, long Retried, long Skipped, long Missed, long Restarts, long Discontinuities, long Stalls, TimeSpan Delay, long Rate);
