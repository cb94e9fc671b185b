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
    internal static readonly TimeSpan Linger = TimeSpan.FromSeconds(10);

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

    /// <summary>Under the stream's lock.</summary>
    internal void OnPressure()
    {
        foreach (BranchEntry entry in _running) entry.Branch.OnPressure();
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

    /// <summary>
    /// Feeds what the ring holds. References to all of it are taken first, in one go: a branch that is slow to begin would be overtaken by the ring's
    /// end otherwise, and have a hole before its first viewer came. Of tracks that change meanwhile it hears before it gets their units: nobody else tells it while it does not run.
    /// </summary>
    private void ReadBacklog(BranchEntry entry)
    {
        Branch branch = entry.Branch;
        ImmutableArray<Track> known = default;
        List<AccessUnit> held = [];
        long cursor = -1;
        do
        {
            cursor = Hold(branch, cursor, held);
            known = Tell(branch, known);
            Feed(branch, held);
        }
        while (cursor >= 0 && ring.Head - cursor > HandOverUnits);

        lock (gate)
        {
            Hold(branch, cursor, held);
            Tell(branch, known);
            Feed(branch, held);
            entry.IsRunning = true;
            if (entry.IsStopped)
            {
                branch.Dispose();
                return;
            }

            _running = _running.Add(entry);
            branch.OnPressure();
        }
    }

    /// <summary>Tells a branch of the tracks where they are others than it knows.</summary>
    private ImmutableArray<Track> Tell(Branch branch, ImmutableArray<Track> known)
    {
        ImmutableArray<Track> now = tracks();
        if (now != known) branch.OnTracksChanged(now);
        return now;
    }

    /// <summary>Takes references to all units from a place on (-1: where the branch wants to begin); begins anew where the ring lets go of one first.</summary>
    /// <returns>The place after them, or -1 when there is nowhere to begin.</returns>
    private long Hold(Branch branch, long cursor, List<AccessUnit> held)
    {
        if (cursor < 0) cursor = branch.BacklogStart == BacklogStart.OldestJoinPoint ? ring.JoinPointFrom(ring.Tail) : ring.NewestJoinPoint;
        while (cursor >= 0 && cursor < ring.Head)
        {
            if (ring.TryTake(cursor) is { } unit)
            {
                held.Add(unit);
                cursor++;
                continue;
            }

            Release(held, 0);
            cursor = ring.JoinPointFrom(cursor + 1);
        }

        return cursor;
    }

    private static void Feed(Branch branch, List<AccessUnit> held)
    {
        int next = 0;
        try
        {
            while (next < held.Count)
            {
                branch.OnUnit(held[next]);
                held[next++].Release();
            }
        }
        finally
        {
            Release(held, next);
        }
    }

    private static void Release(List<AccessUnit> held, int from)
    {
        for (int i = from; i < held.Count; i++) held[i].Release();
        held.Clear();
    }
}
