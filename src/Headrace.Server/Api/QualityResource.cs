using Headrace.Streaming.Sessions;

namespace Headrace.Server.Api;

/// <summary>What a viewer says of what reached it.</summary>
/// <param name="FractionLost">Part of the packets that were lost since its last report, 0 to 1.</param>
/// <param name="PacketsLost">Packets lost since it began.</param>
/// <param name="JitterMs">How unevenly they come.</param>
/// <param name="RoundTripMs">Time to it and back, or null while it is not known.</param>
internal sealed record QualityResource(double FractionLost, long PacketsLost, double JitterMs, double? RoundTripMs)
{
    internal static QualityResource? Of(ReceptionQuality? quality) => quality is null
        ? null
        : new QualityResource(
            Math.Round(quality.FractionLost, 4), quality.PacketsLost, Math.Round(quality.Jitter.TotalMilliseconds, 3),
            quality.RoundTrip is { } roundTrip ? Math.Round(roundTrip.TotalMilliseconds, 3) : null);
}
