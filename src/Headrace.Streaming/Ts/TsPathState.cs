namespace Headrace.Streaming.Ts;

/// <summary>What is counted of a path's live transport stream while branches come and go. Written by the branch, readable from any thread.</summary>
internal sealed class TsPathState
{
    private long _lateUnits;
    private long _refusedUnits;

    /// <summary>What was counted.</summary>
    public TsFigures Figures => new(Volatile.Read(ref _lateUnits), Volatile.Read(ref _refusedUnits));

    /// <summary>Counts a unit that came late.</summary>
    public void CountLateUnit() => Interlocked.Increment(ref _lateUnits);

    /// <summary>Counts a unit that was not written.</summary>
    public void CountRefusedUnit() => Interlocked.Increment(ref _refusedUnits);
}
