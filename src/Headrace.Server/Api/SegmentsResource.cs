using Headrace.Server.Api.Stats;
using Headrace.Streaming.Sessions;

namespace Headrace.Server.Api;

/// <summary>How the segments come of a publisher that fetches them (HLS).</summary>
/// <param name="Fetched">Segments, and parts, that came.</param>
/// <param name="Retried">Times that one was asked for again.</param>
/// <param name="Skipped">Those that could not be had.</param>
/// <param name="Missed">Those that left the playlist before their turn.</param>
/// <param name="Restarts">Times that the server began its numbers anew.</param>
/// <param name="Discontinuities">Discontinuities that the playlist named.</param>
/// <param name="Stalls">Times that media came too late.</param>
/// <param name="DelayMs">By how much more than at its beginning media is behind its source.</param>
/// <param name="Rate">Bits a second of the last one.</param>
internal sealed record SegmentsResource(long Fetched, long Retried, long Skipped, long Missed, long Restarts, long Discontinuities, long Stalls, double DelayMs, long Rate)
{
    internal static SegmentsResource? Of(SegmentFigures? figures) => figures is null
        ? null
        : new SegmentsResource(
            figures.Fetched, figures.Retried, figures.Skipped, figures.Missed, figures.Restarts, figures.Discontinuities, figures.Stalls, DurationResource.Milliseconds(figures.Delay) ?? 0, figures.Rate);
}
