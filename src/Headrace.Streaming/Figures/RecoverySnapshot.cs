namespace Headrace.Streaming.Figures;

/// <summary>How a stream recovers from what happens to its inputs.</summary>
/// <param name="State">How it stands now.</param>
/// <param name="Since">Since when.</param>
/// <param name="Recoveries">How often it became normal again from recovering or failed.</param>
/// <param name="Resyncs">How often it waited for a random access point.</param>
/// <param name="Failures">How often it failed.</param>
/// <param name="LastSeconds">How long the last time took that it was not normal; null before.</param>
/// <param name="LongestSeconds">The longest of these times.</param>
/// <param name="TotalSeconds">All of these times together, the present one included.</param>
public sealed record RecoverySnapshot(
    RecoveryState State, DateTimeOffset Since, long Recoveries, long Resyncs, long Failures, double? LastSeconds, double LongestSeconds, double TotalSeconds);
