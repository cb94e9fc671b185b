using System.Collections.Immutable;
using Headrace.Media.Rings;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Streaming.Branches;

/// <summary>
/// The branches of one stream. Each starts with its first reader (it muxes the backlog outside the stream's lock and is handed over
/// under it) and stops <see cref="Linger"/> after the last.
/// </summary>
public sealed class BranchSet(Lock gate, BroadcastRing<AccessUnit> ring, Func<ImmutableArray<Track>> tracks, TimeProvider clock, Action<BranchKey, Exception> onFault)
{
    /// <summary>How long a branch runs on without readers.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(10);

    /// <summary>Units of backlog that may be left when a branch is handed over under the lock.</summary>
    private const int HandOverUnits = 2;

    private readonly Dictionary<BranchKey, BranchEntry> _entries = [];
    private ImmutableArray<BranchEntry> _running = [];

    /// <summary>Branches that exist now.</summary>
    public int Count
    {
        get
        {
            lock (gate) return _entries.Count;
        }
    }

    /// <summary>The branch of a key, started if need be: also in the place of one that has ended. <paramref name="create"/> is called at most once a start.</summary>
    public BranchLease<TBranch> Acquire<TBranch>(BranchKey key, Func<TBranch> create)
        where TBranch : Branch
    {
        BranchEntry entry;
        lock (gate)
        {
            if (_entries.TryGetValue(key, out entry!) && entry.Branch.IsEnded)
            {
                Stop(entry);
                entry = null!;
            }

            entry ??= _entries[key] = new BranchEntry(key, create());
            entry.Leases++;
        }

        lock (entry.Starting)
        {
            if (!entry.IsRunning) Start(entry);
        }

        return new BranchLease<TBranch>(this, entry, (TBranch)entry.Branch);
    }

    /// <summary>The branch of a key if it runs already, else null.</summary>
    public BranchLease<TBranch>? TryAcquire<TBranch>(BranchKey key)
        where TBranch : Branch
    {
        lock (gate)
        {
            if (!_entries.TryGetValue(key, out BranchEntry? entry) || !entry.IsRunning) return null;
            entry.Leases++;
            return new BranchLease<TBranch>(this, entry, (TBranch)entry.Branch);
        }
    }

    /// <summary>Hands a unit to every running branch. Under the stream's lock.</summary>
    internal void OnUnit(AccessUnit unit)
    {
        foreach (BranchEntry entry in _running)
        {
            try
            {
                entry.Branch.OnUnit(unit);
            }
            catch (Exception e)
            {
                // A defect in one output ends neither the publisher nor the other outputs.
                Fail(entry, e);
            }
        }
    }

    /// <summary>Under the stream's lock.</summary>
    internal void OnTracksChanged(ImmutableArray<Track> now)
    {
        foreach (BranchEntry entry in _running) entry.Branch.OnTracksChanged(now);
    }

    /// <summary>Under the stream's lock.</summary>
    internal void OnPublisherAway()
    {
        foreach (BranchEntry entry in _running) entry.Branch.OnPublisherAway();
    }

    /// <summary>Stops branches that nobody has read for a while. Under the stream's lock.</summary>
    internal void HandleTimeout(MonotonicTime now)
    {
        if (_entries.Count == 0) return;
        foreach ((_, BranchEntry entry) in _entries)
        {
            if (entry.Leases == 0 && entry.IsRunning && now >= entry.IdleSince + Linger) Stop(entry);
        }
    }

    /// <summary>Stops all branches. Under the stream's lock.</summary>
    internal void Clear()
    {
        foreach ((_, BranchEntry entry) in _entries) Stop(entry);
    }

    internal void Release(BranchEntry entry)
    {
        lock (gate)
        {
            entry.Leases--;
            entry.IdleSince = MonotonicTime.Now(clock);
        }
    }

    /// <summary>Under the stream's lock. One that reads its backlog on another thread is disposed there.</summary>
    private void Stop(BranchEntry entry)
    {
        if (_entries.GetValueOrDefault(entry.Key) == entry) _entries.Remove(entry.Key);
        entry.IsStopped = true;
        if (!entry.IsRunning) return;
        _running = _running.Remove(entry);
        entry.Branch.Dispose();
    }

    private void Fail(BranchEntry entry, Exception fault)
    {
        onFault(entry.Key, fault);
        try
        {
            Stop(entry);
        }
        catch (Exception e)
        {
            // As above: what is broken may be too broken to be taken down.
            onFault(entry.Key, e);
        }
    }

    private void Start(BranchEntry entry)
    {
        try
        {
            ReadBacklog(entry);
        }
        catch (Exception e)
        {
            lock (gate)
            {
                entry.IsRunning = true;
                Fail(entry, e);
            }
        }
    }

    private void ReadBacklog(BranchEntry entry)
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
                else _running = _running.Add(entry);
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
        try
        {
            branch.OnUnit(unit);
            return cursor + 1;
        }
        finally
        {
            unit.Release();
        }
    }
}
