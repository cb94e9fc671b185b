using Headrace.Streaming.Figures;

namespace Headrace.Server.Api.Stats;

/// <summary>How long something took: what half, 95 and 99 of 100 of its durations did not exceed.</summary>
/// <param name="Count">Number of durations.</param>
/// <param name="P50Ms">Median; null where there are none.</param>
/// <param name="P95Ms">95th percentile.</param>
/// <param name="P99Ms">99th percentile.</param>
internal sealed record DurationResource(long Count, double? P50Ms, double? P95Ms, double? P99Ms)
{
    internal static DurationResource Of(DurationCounts counts) =>
        new(counts.Count, Milliseconds(counts.Quantile(0.5)), Milliseconds(counts.Quantile(0.95)), Milliseconds(counts.Quantile(0.99)));

    internal static double? Milliseconds(TimeSpan? duration) => duration is { } known ? Math.Round(known.TotalMilliseconds, 3) : null;
}
