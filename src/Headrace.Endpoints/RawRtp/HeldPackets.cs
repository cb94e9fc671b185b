using Headrace.Media.Buffers;
using Headrace.Media.Timing;

namespace Headrace.Endpoints.RawRtp;

/// <summary>The last packets of a source that is not published yet, in the order of their coming. Bounded in packets and bytes: the oldest goes.</summary>
internal sealed class HeldPackets(MemoryAccount account, int maxPackets, int maxBytes) : IDisposable
{
    private readonly Queue<(MediaBuffer Bytes, MonotonicTime Arrival)> _packets = new();
    private int _bytes;

    /// <summary>Takes a packet of a source that is given its packets.</summary>
    internal delegate void Taker(ReadOnlySpan<byte> bytes, MonotonicTime arrival);

    /// <summary>True when one had to go, or the next one will have to.</summary>
    public bool IsFull => _packets.Count >= maxPackets || _bytes >= maxBytes;

    /// <summary>Holds a copy of a packet.</summary>
    public void Add(ReadOnlySpan<byte> bytes, MonotonicTime arrival)
    {
        while (_packets.Count > 0 && (IsFull || account.IsOver)) DropOldest();
        if (account.IsOver) return;
        _packets.Enqueue((MediaBufferPool.Shared.Copy(bytes, account), arrival));
        _bytes += bytes.Length;
    }

    /// <summary>Hands all on, and holds none any more.</summary>
    public void HandOn(Taker taker)
    {
        foreach ((MediaBuffer bytes, MonotonicTime arrival) in _packets) taker(bytes.Span, arrival);
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_packets.Count > 0) DropOldest();
    }

    private void DropOldest()
    {
        MediaBuffer bytes = _packets.Dequeue().Bytes;
        _bytes -= bytes.Length;
        bytes.Release();
    }
}
