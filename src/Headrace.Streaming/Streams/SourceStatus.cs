using Headrace.Media.Timing;

namespace Headrace.Streaming.Streams;

/// <summary>A stream's own source: what it is, how often it was tried, and whether somebody wants what it has. Thread-safe.</summary>
public sealed class SourceStatus
{
    /// <summary>How long one who asked may wait before he is a reader: a little more than requests for playlists wait.</summary>
    public static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MonotonicTime _lastAsked;
    private MonotonicTime _wantedUntil;
    private int _tries;

    internal SourceStatus(string description, bool isOnDemand)
    {
        Description = description;
        IsOnDemand = isOnDemand;
    }

    /// <summary>What it is: a URL without credentials.</summary>
    public string Description { get; }

    /// <summary>True where it runs only while somebody reads.</summary>
    public bool IsOnDemand { get; }

    /// <summary>Tries since media came last, the one that runs included.</summary>
    public int Tries => Volatile.Read(ref _tries);

    /// <summary>Waits until somebody wants to read; what was asked for before the wait counts.</summary>
    public Task WaitForDemandAsync(CancellationToken cancellation)
    {
        lock (_gate) return _asked.Task.WaitAsync(cancellation);
    }

    internal void CountTry() => Interlocked.Increment(ref _tries);

    internal void OnMedia() => Volatile.Write(ref _tries, 0);

    internal void Ask(MonotonicTime now)
    {
        lock (_gate)
        {
            _lastAsked = now;
            _asked.TrySetResult();
        }

        Keep(now + AskPatience);
    }

    /// <summary>Notes that it is wanted up to an instant.</summary>
    internal void Keep(MonotonicTime until)
    {
        lock (_gate)
        {
            if (until > _wantedUntil) _wantedUntil = until;
        }
    }

    /// <summary>True while somebody waits or reads, or has just ceased to.</summary>
    internal bool IsWanted(MonotonicTime now)
    {
        lock (_gate) return now < _wantedUntil;
    }

    /// <summary>Forgets a demand that is older than an instant: it has been met.</summary>
    internal void Forget(MonotonicTime since)
    {
        lock (_gate)
        {
            if (_asked.Task.IsCompleted && _lastAsked < since) _asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
