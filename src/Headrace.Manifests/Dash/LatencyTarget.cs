namespace Headrace.Manifests.Dash;

/// <summary>A service description (ISO/IEC 23009-1, annex K): how far behind live players stay, and how much faster or slower they may play for it.</summary>
/// <param name="Target">Where they should be.</param>
/// <param name="Least">Where they get no closer.</param>
/// <param name="Most">Where they should not fall behind.</param>
/// <param name="SlowestRate">Least playback rate.</param>
/// <param name="FastestRate">Greatest playback rate.</param>
/// <param name="ReferenceId">The producer reference time that latency is measured by; null: the times of availability.</param>
public sealed record LatencyTarget(TimeSpan Target, TimeSpan Least, TimeSpan Most, decimal SlowestRate, decimal FastestRate, int? ReferenceId);
