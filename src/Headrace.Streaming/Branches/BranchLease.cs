namespace Headrace.Streaming.Branches;

/// <summary>A reader's claim on a branch: it runs while one is held, and lingers a while after the last.</summary>
public sealed class BranchLease<TBranch> : IDisposable
    where TBranch : Branch
{
    private readonly BranchSet _set;
    private readonly BranchEntry _entry;
    private int _isReleased;

    internal BranchLease(BranchSet set, BranchEntry entry, TBranch branch)
    {
        _set = set;
        _entry = entry;
        Branch = branch;
    }

    /// <summary>The branch.</summary>
    public TBranch Branch { get; }

    /// <summary>Gives the claim back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0) _set.Release(_entry);
    }
}
