using Headrace.Media.Timing;

namespace Headrace.Transport.Egress;

/// <summary>What those of a group send in one pass: first all take their bytes, then the system is called for one after the other, then all note what became of it. For a pump's thread.</summary>
internal sealed class SendRound
{
    /// <summary>How many at a time: what they note is still in the processor's caches.</summary>
    private const int Capacity = 64;

    private readonly PreparedSend[] _prepared = new PreparedSend[Capacity];
    private readonly int[] _sent = new int[Capacity];
    private int _count;

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
        for (int i = 0; i < prepared.Length; i++) _sent[i] = PlainSend.Try(prepared[i].Socket, prepared[i].Bytes.Span);
        for (int i = 0; i < prepared.Length; i++) prepared[i].Egress.Finish(_sent[i], now);
        _prepared.AsSpan(0, _count).Clear();
        _count = 0;
    }
}
