using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Transport.Egress;

namespace Headrace.Transport.Tests.Egress;

/// <summary>A number of buffers, each filled with its own number.</summary>
internal sealed class ListSource(MediaBufferPool pool, int count, int length) : IEgressSource
{
    private readonly byte[] _bytes = new byte[length];
    private int _next;
    private int _stalls;
    private volatile bool _isStopped;

    public int Stalls => Volatile.Read(ref _stalls);

    public void Stop() => _isStopped = true;

    /// <summary>Gives each only when it was asked twice, and says that there is more.</summary>
    public bool IsSlow { get; init; }

    public bool IsPaced { get; private set; }

    public bool TryNext(MonotonicTime now, out MediaBuffer buffer)
    {
        buffer = default;
        IsPaced = IsSlow && _next < count && !IsPaced;
        if (_next == count || _isStopped || IsPaced) return false;
        Array.Fill(_bytes, (byte)_next++);
        buffer = pool.Copy(_bytes);
        return true;
    }

    public void OnStalled(TimeSpan duration) => Interlocked.Increment(ref _stalls);
}
