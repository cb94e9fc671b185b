using Headrace.Media.Timing;

namespace Headrace.Transport.Egress;

/// <summary>
/// What those of a group send in one pass: first all take their bytes, then the system sends for all of them, then all note what became of it. For a pump's thread.
/// </summary>
/// <param name="ring">What sends for all at once; null: each is sent for by a call of its own.</param>
internal sealed class SendRound(SendRing? ring) : IDisposable
{
    /// <summary>Entries that a ring for it has.</summary>
    public const int RingEntries = Capacity;

    /// <summary>How many at a time: what they note is still in the processor's caches.</summary>
    private const int Capacity = 64;

    /// <summary>From how many on one call for all is cheaper than a call each.</summary>
    private const int FewestOfRing = 4;

    private readonly PreparedSend[] _prepared = new PreparedSend[Capacity];
    private readonly int[] _sent = new int[Capacity];
    private SendRing? _ring = ring;
    private int _count;

    /// <summary>True while one call of the system sends for all.</summary>
    public bool HasRing => _ring is not null;

    /// <summary>Lets an egress take part.</summary>
    public void Add(TcpEgress egress, MonotonicTime now)
    {
        if (!egress.TryPrepare(now, out PreparedSend prepared)) return;
        _prepared[_count++] = prepared;
        if (_count == Capacity) Complete(now);
    }

    /// <summary>Sends what is left.</summary>
    public void Complete(MonotonicTime now)
    {
        ReadOnlySpan<PreparedSend> prepared = _prepared.AsSpan(0, _count);
        if (_ring is null || _count < FewestOfRing) SendEach(prepared);
        else if (!_ring.Send(prepared, _sent)) Dispose();
        for (int i = 0; i < prepared.Length; i++) prepared[i].Egress.Finish(_sent[i], now);
        _prepared.AsSpan(0, _count).Clear();
        _count = 0;
    }

    /// <summary>Gives the ring back; from now on each is sent for by a call of its own.</summary>
    public void Dispose()
    {
        _ring?.Dispose();
        _ring = null;
    }

    private void SendEach(ReadOnlySpan<PreparedSend> prepared)
    {
        for (int i = 0; i < prepared.Length; i++) _sent[i] = PlainSend.Try(prepared[i].Socket, prepared[i].Bytes.Span);
    }
}
