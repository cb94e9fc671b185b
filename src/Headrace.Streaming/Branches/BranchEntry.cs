using Headrace.Media.Timing;

namespace Headrace.Streaming.Branches;

/// <summary>A branch's life in its set. Owned by the stream's lock; <see cref="Starting"/> is held by the thread that reads the backlog.</summary>
internal sealed class BranchEntry(BranchKey key, Branch branch)
{
    public BranchKey Key { get; } = key;

    public Branch Branch { get; } = branch;

    public Lock Starting { get; } = new();

    public int Leases { get; set; }

    /// <summary>True when the backlog is read and units come from the publisher.</summary>
    public bool IsRunning { get; set; }

    /// <summary>True when it is no longer in the set.</summary>
    public bool IsStopped { get; set; }

    public MonotonicTime IdleSince { get; set; }
}
