using Headrace.Media.Timing;

namespace Headrace.Streaming.Streams;

/// <summary>Whether a stream can be described: all announced tracks have a format, or the time for that is over. Owned by the stream's lock; anyone may wait.</summary>
internal sealed class ReadySignal
{
    private TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MonotonicTime _deadline = MonotonicTime.Never;

    /// <summary>Completes when it can.</summary>
    public Task Task => Volatile.Read(ref _ready).Task;

    /// <summary>The first media came: the time for tracks without a format begins.</summary>
    public void BeginMedia(MonotonicTime arrival)
    {
        if (!_ready.Task.IsCompleted) _deadline = arrival + LiveStream.ReadyTimeout;
    }

    /// <summary>It can be described.</summary>
    public void Set() => _ready.TrySetResult();

    /// <summary>The time may be over, where at least one track has a format.</summary>
    public void HandleTimeout(MonotonicTime now, bool hasTracks)
    {
        if (now < _deadline || !hasTracks) return;
        _deadline = MonotonicTime.Never;
        Set();
    }

    /// <summary>It can be described no more.</summary>
    public void Reset()
    {
        if (_ready.Task.IsCompleted) Volatile.Write(ref _ready, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
