namespace Headrace.Streaming.Supervision;

/// <summary>What a <see cref="ChildFilter"/> came to.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Output">What it answered; empty unless it ended well.</param>
/// <param name="Fault">What went wrong, in words; empty where nothing did.</param>
internal sealed record ChildFilterResult(ChildFilterEnd End, byte[] Output, string Fault);
