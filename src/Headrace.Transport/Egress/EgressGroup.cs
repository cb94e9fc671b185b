using System.Collections.Immutable;
using Headrace.Media.Rings;
using Headrace.Media.Timing;

namespace Headrace.Transport.Egress;

/// <summary>The connections of one pump that read the same ring: one wake-up for all of them.</summary>
public sealed class EgressGroup : IRingObserver
{
    private readonly EgressPump _pump;
    private ImmutableArray<TcpEgress> _members = [];
    private int _isDirty;

    internal EgressGroup(EgressPump pump) => _pump = pump;

    /// <summary>Number of connections.</summary>
    public int Count => _members.Length;

    /// <summary>Adds a connection.</summary>
    public void Add(TcpEgress egress) => ImmutableInterlocked.Update(ref _members, static (all, one) => all.Add(one), egress);

    /// <summary>Removes a connection.</summary>
    public void Remove(TcpEgress egress) => ImmutableInterlocked.Update(ref _members, static (all, one) => all.Remove(one), egress);

    /// <inheritdoc/>
    public void OnPublished()
    {
        if (!_members.IsEmpty && Interlocked.Exchange(ref _isDirty, 1) == 0) _pump.Enqueue(this);
    }

    internal void Run(MonotonicTime now)
    {
        Volatile.Write(ref _isDirty, 0);
        Interlocked.MemoryBarrier();
        foreach (TcpEgress egress in _members) egress.Run(now);
    }
}
