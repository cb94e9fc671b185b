namespace Headrace.Streaming.Ts;

/// <summary>What was counted of a stream's live transport stream, over all branches that it had.</summary>
/// <param name="LateUnits">Units that were written after the time at which they are to be decoded.</param>
/// <param name="RefusedUnits">Units of its tracks that it had no place for.</param>
public readonly record struct TsFigures(long LateUnits, long RefusedUnits);
