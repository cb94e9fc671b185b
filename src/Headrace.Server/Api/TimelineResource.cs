using Headrace.Media.Timeline;

namespace Headrace.Server.Api;

/// <summary>What a stream's timeline met since the stream began.</summary>
/// <param name="Units">Units published.</param>
/// <param name="Dropped">Units dropped.</param>
/// <param name="Continued">Units that followed by the media's clock.</param>
/// <param name="Slewed">Units that followed while the input was slewed.</param>
/// <param name="Gaps">Units after a hole that media and arrival agree on.</param>
/// <param name="Discontinuities">Units where time was anchored anew.</param>
/// <param name="Causes">How often each cause was met; those that never were are left out.</param>
internal sealed record TimelineResource(long Units, long Dropped, long Continued, long Slewed, long Gaps, long Discontinuities, IReadOnlyDictionary<string, long> Causes)
{
    internal static TimelineResource Of(TimelineCounters counters) => new(
        counters.Units, counters.Dropped, counters.Continued, counters.Slewed, counters.Gaps, counters.Discontinuities,
        Enum.GetValues<TimelineCause>().Where(cause => counters[cause] > 0).ToDictionary(ApiWords.Of, cause => counters[cause]));
}
