namespace Headrace.Streaming.Figures;

/// <summary>How steadily a stream is published.</summary>
/// <param name="ConnectedSince">Since when media flows; null while it does not.</param>
/// <param name="Breaks">How often it broke off since the stream began.</param>
/// <param name="BreaksLastHour">How often in the last hour.</param>
/// <param name="RecoveryAttempts">How often somebody tried to publish again after a break, or the stream's own source was tried again.</param>
/// <param name="Recoveries">How often media came back after a break.</param>
public sealed record PublisherStability(DateTimeOffset? ConnectedSince, long Breaks, int BreaksLastHour, long RecoveryAttempts, long Recoveries);
