using Headrace.Streaming.Figures;

namespace Headrace.Server.Api.Stats;

/// <summary>How steadily a stream is published.</summary>
/// <param name="ConnectedSince">Since when media flows, or null while it does not.</param>
/// <param name="Breaks">How often it broke off.</param>
/// <param name="BreaksLastHour">How often in the last hour.</param>
/// <param name="RecoveryAttempts">Tries to publish again after a break.</param>
/// <param name="Recoveries">How often media came back.</param>
internal sealed record StabilityResource(DateTime? ConnectedSince, long Breaks, int BreaksLastHour, long RecoveryAttempts, long Recoveries)
{
    internal static StabilityResource Of(PublisherStability stability) =>
        new(stability.ConnectedSince?.UtcDateTime, stability.Breaks, stability.BreaksLastHour, stability.RecoveryAttempts, stability.Recoveries);
}
