using System.Collections.Immutable;
using Headrace.Media.Rings;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Streaming.Branches;

/// <summary>
/// The branches of one stream. Each starts with its first reader (it muxes the backlog outside the stream's lock and is handed over
/// under it) and stops <see cref="Linger"/> after the last.
/// </summary>
public sealed class BranchSet(Lock gate, BroadcastRing<AccessUnit> ring, Func<ImmutableArray<Track>> tracks, TimeProvider clock)
{
    /// <summary>How long a branch runs on without readers.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(10);

    /// <summary>Units of backlog that may be left when a branch is handed over under the lock.</summary>
    private const int HandOverUnits = 2;

    private readonly Dictionary<BranchKey, Entry> _entries = [];
    private ImmutableArray<Branch> _running = [];

    /// <summary>Branches that exist now.</summary>
    public int Count
    {
        get
        {
            lock (gate) return _entries.Count;
        }
    }

    /// <summary>The branch of a key, started if need be. <paramref name="create"/> is called at most once a start.</summary>
    public BranchLease<TBranch> Acquire<TBranch>(BranchKey key, Func<TBranch> create)
        where TBranch : Branch
    {
        Entry entry;
        lock (gate)
        {
            if (!_entries.TryGetValue(key, out entry!)) _entries[key] = entry = new Entry(create());
            entry.Leases++;
        }

        lock (entry.Starting)
        {
            if (!entry.IsRunning) Start(entry);
        }

        return new BranchLease<TBranch>(this, key, (TBranch)entry.Branch);
    }

    /// <summary>Hands a unit to every running branch. Under the stream's lock.</summary>
    internal void OnUnit(AccessUnit unit)
    {
        foreach (Branch branch in _running) branch.OnUnit(unit);
    }

    /// <summary>Under the stream's lock.</summary>
    internal void OnTracksChanged(ImmutableArray<Track> now)
    {
        foreach (Branch branch in _running) branch.OnTracksChanged(now);
    }

    /// <summary>Under the stream's lock.</summary>
    internal void OnPublisherAway()
    {
        foreach (Branch branch in _running) branch.OnPublisherAway();
    }

    /// <summary>Stops branches that nobody has read for a while. Under the stream's lock.</summary>
    internal void HandleTimeout(MonotonicTime now)
    {
        if (_entries.Count == 0) return;
        foreach ((BranchKey key, Entry entry) in _entries)
        {
            if (entry.Leases > 0 || !entry.IsRunning || now < entry.IdleSince + Linger) continue;
            _entries.Remove(key);
            _running = _running.Remove(entry.Branch);
            entry.Branch.Dispose();
        }
    }

    /// <summary>Stops all branches. Under the stream's lock.</summary>
    internal void Clear()
    {
        foreach (Entry entry in _entries.Values)
        {
            // One that is reading its backlog on another thread is disposed there.
            entry.IsStopped = true;
            if (entry.IsRunning) entry.Branch.Dispose();
        }

        _entries.Clear();
        _running = [];
    }

    internal void Release(BranchKey key)
    {
        lock (gate)
        {
            if (!_entries.TryGetValue(key, out Entry? entry)) return;
            entry.Leases--;
            entry.IdleSince = MonotonicTime.Now(clock);
        }
    }

    private void Start(Entry entry)
    {
        Branch branch = entry.Branch;
        branch.OnTracksChanged(tracks());
        long cursor = -1;
        while (true)
        {
            if (cursor < 0) cursor = BacklogBegin(branch);
            if (cursor >= 0 && ring.Head - cursor > HandOverUnits)
            {
                cursor = Feed(branch, cursor);
                continue;
            }

            lock (gate)
            {
                while (cursor >= 0 && cursor < ring.Head)
                {
                    cursor = Feed(branch, cursor);
                }

                entry.IsRunning = true;
                if (entry.IsStopped) branch.Dispose();
                else _running = _running.Add(branch);
                return;
            }
        }
    }

    private long BacklogBegin(Branch branch) =>
        branch.BacklogStart == BacklogStart.OldestJoinPoint ? ring.JoinPointFrom(ring.Tail) : ring.NewestJoinPoint;

    private long Feed(Branch branch, long cursor)
    {
        AccessUnit? unit = ring.TryTake(cursor);
        if (unit is null) return ring.JoinPointFrom(cursor + 1);
        branch.OnUnit(unit);
        unit.Release();
        return cursor + 1;
    }

    private sealed class Entry(Branch branch)
    {
        public Branch Branch { get; } = branch;

        public Lock Starting { get; } = new();

        public int Leases { get; set; }

        public bool IsRunning { get; set; }

        public bool IsStopped { get; set; }

        public MonotonicTime IdleSince { get; set; }
    }
}
