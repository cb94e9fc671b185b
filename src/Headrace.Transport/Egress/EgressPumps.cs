namespace Headrace.Transport.Egress;

/// <summary>The pumps of the process. A connection is bound to one of them for its life.</summary>
public sealed class EgressPumps : IDisposable
{
    private readonly EgressPump[] _pumps;
    private int _next;

    /// <summary>Starts <paramref name="count"/> pumps; by default one for two processors: a pump saturates a core only far beyond what the other can read.</summary>
    public EgressPumps(TimeProvider clock, Action<Exception> onError, int count = 0)
        : this(clock, onError, count, static () => SendRing.TryCreate(SendRound.RingEntries))
    {
    }

    internal EgressPumps(TimeProvider clock, Action<Exception> onError, int count, Func<SendRing?> ring)
    {
        if (count <= 0) count = Math.Max(1, Environment.ProcessorCount / 2);
        _pumps = new EgressPump[count];
        for (int i = 0; i < count; i++) _pumps[i] = new EgressPump($"egress-{i}", clock, onError, ring());
    }

    /// <summary>Whether one call of the system (<c>io_uring(7)</c>) sends to many connections. False where there is none, or it is forbidden.</summary>
    public bool SendsToManyAtOnce => _pumps.All(static pump => pump.Round.HasRing);

    /// <summary>All pumps.</summary>
    public IReadOnlyList<EgressPump> All => _pumps;

    /// <summary>The pump for the next connection, in turn.</summary>
    public EgressPump Next() => _pumps[(uint)Interlocked.Increment(ref _next) % (uint)_pumps.Length];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (EgressPump pump in _pumps) pump.Dispose();
    }
}
