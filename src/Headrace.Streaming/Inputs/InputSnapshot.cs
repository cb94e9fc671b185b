namespace Headrace.Streaming.Inputs;

/// <summary>What an input says of itself at one moment.</summary>
/// <param name="Label">Its name within the stream.</param>
/// <param name="Description">What it is: a URL without credentials.</param>
/// <param name="Priority">Its rank: the lowest that has media feeds the stream.</param>
/// <param name="IsOnDemand">True where it runs only while somebody reads.</param>
/// <param name="State">Its state.</param>
/// <param name="Since">Since when it is in that state.</param>
/// <param name="Tries">Tries since media came last, the one that runs included; 0 while media comes.</param>
/// <param name="LastError">What went wrong last, or null.</param>
/// <param name="Breaker">How it is tried; null for one that is not ours to try.</param>
public sealed record InputSnapshot(
    string Label, string Description, int Priority, bool IsOnDemand, InputState State, DateTimeOffset Since, int Tries, string? LastError, Supervision.BreakerState? Breaker)
{
    /// <summary>The kind of what went wrong last, or null.</summary>
    public Supervision.SourceCause? LastErrorCause { get; init; }
}
