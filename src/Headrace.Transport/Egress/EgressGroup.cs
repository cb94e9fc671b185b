using System.Collections.Immutable;
using Headrace.Media.Rings;
using Headrace.Media.Timing;

namespace Headrace.Transport.Egress;

/// <summary>Those of one pump who read the same ring: one wake-up for all of them.</summary>
public sealed class EgressGroup : IRingObserver
{
    private readonly EgressPump _pump;
    private ImmutableArray<Egress> _members = [];
    private int _isDirty;

    internal EgressGroup(EgressPump pump) => _pump = pump;

    /// <summary>Number of members.</summary>
    public int Count => _members.Length;

    /// <summary>Adds a member.</summary>
    public void Add(Egress egress) => ImmutableInterlocked.Update(ref _members, static (all, one) => all.Add(one), egress);

    /// <summary>Removes a member.</summary>
    public void Remove(Egress egress) => ImmutableInterlocked.Update(ref _members, static (all, one) => all.Remove(one), egress);

    /// <inheritdoc/>
    public void OnPublished()
    {
        if (!_members.IsEmpty && Interlocked.Exchange(ref _isDirty, 1) == 0) _pump.Enqueue(this);
    }

    internal void Run(MonotonicTime now)
    {
        Volatile.Write(ref _isDirty, 0);
        Interlocked.MemoryBarrier();
        foreach (Egress egress in _members)
        {
            if (egress is TcpEgress connection) _pump.Round.Add(connection, now);
            else egress.Run(now);
        }

        _pump.Round.Complete(now);
    }
}
