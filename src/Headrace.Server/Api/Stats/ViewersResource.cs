using Headrace.Streaming.Figures;

namespace Headrace.Server.Api.Stats;

/// <summary>What is worst among a stream's viewers; null for what none of them tells.</summary>
/// <param name="Count">Viewers.</param>
/// <param name="LagMs">How far the furthest behind is behind.</param>
/// <param name="FractionLost">Greatest part of packets lost, 0 to 1.</param>
/// <param name="JitterMs">Greatest jitter.</param>
/// <param name="RoundTripMs">Longest time to a viewer and back.</param>
internal sealed record ViewersResource(int Count, double? LagMs, double? FractionLost, double? JitterMs, double? RoundTripMs)
{
    internal static ViewersResource Of(ViewerFigures viewers) => new(
        viewers.Count, DurationResource.Milliseconds(viewers.Lag), viewers.FractionLost is { } lost ? Math.Round(lost, 4) : null,
        DurationResource.Milliseconds(viewers.Jitter), DurationResource.Milliseconds(viewers.RoundTrip));
}
