namespace Headrace.Streaming.Signals;

/// <summary>Wakes everybody who waits for the next change. One allocation a change that somebody waits for.</summary>
internal sealed class AsyncSignal
{
    private TaskCompletionSource? _waiting;

    /// <summary>Completes with the next <see cref="Set"/>. Take it before looking at what may have changed.</summary>
    public Task Next()
    {
        TaskCompletionSource? waiting = Volatile.Read(ref _waiting);
        if (waiting is not null) return waiting.Task;
        TaskCompletionSource mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _waiting, mine, null) ?? mine).Task;
    }

    /// <summary>Something changed.</summary>
    public void Set() => Interlocked.Exchange(ref _waiting, null)?.SetResult();
}
