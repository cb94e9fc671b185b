using Headrace.Streaming.Figures;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Api.Continuity;

/// <summary>How a stream recovers from what happens to its inputs.</summary>
/// <param name="State"><c>normal</c>; <c>recovering</c> while media that broke off is waited for; <c>resyncing</c> while the next random access point is; <c>failed</c> when nobody came back in time, or each source of its own has failed again and again: what can be tried still is.</param>
/// <param name="Since">Since when it is in that state.</param>
/// <param name="Breaks">How often its media broke off.</param>
/// <param name="BreaksLastHour">How often in the last hour.</param>
/// <param name="Attempts">How often somebody tried to publish again after a break, or a source of its own was tried again.</param>
/// <param name="Recoveries">How often it became normal again from recovering or failed.</param>
/// <param name="Resyncs">How often it waited for a random access point.</param>
/// <param name="Failures">How often it failed.</param>
/// <param name="LastSeconds">How long the last time took that it was not normal; null before.</param>
/// <param name="LongestSeconds">The longest of these times.</param>
/// <param name="TotalSeconds">All of these times together, the present one included.</param>
/// <param name="Inputs">How each of its inputs is, the best first.</param>
internal sealed record RecoveryResource(
    string State, DateTime Since, long Breaks, int BreaksLastHour, long Attempts, long Recoveries, long Resyncs, long Failures,
    double? LastSeconds, double LongestSeconds, double TotalSeconds, IReadOnlyList<InputResource> Inputs)
{
    internal static RecoveryResource Of(LiveStream stream)
    {
        StreamSnapshot now = stream.Snapshot();
        RecoverySnapshot recovery = now.Recovery;
        return new RecoveryResource(
            ApiWords.Of(recovery.State), recovery.Since.UtcDateTime, now.Stability.Breaks, now.Stability.BreaksLastHour, now.Stability.RecoveryAttempts,
            recovery.Recoveries, recovery.Resyncs, recovery.Failures, recovery.LastSeconds, recovery.LongestSeconds, recovery.TotalSeconds, [.. now.Inputs.Select(InputResource.Of)]);
    }
}
