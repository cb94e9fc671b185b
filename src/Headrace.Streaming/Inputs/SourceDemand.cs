using Headrace.Media.Timing;

namespace Headrace.Streaming.Inputs;

/// <summary>Whether somebody wants what a stream's own sources have: how those on demand know when to run. Thread-safe.</summary>
internal sealed class SourceDemand
{
    /// <summary>How long one who asked may wait at least before he is a reader: a little more than requests for playlists wait.</summary>
    public static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MonotonicTime _lastAsked;
    private MonotonicTime _askedUntil;
    private MonotonicTime? _lastRead;

    /// <summary>Waits until somebody wants to read; what was asked for before the wait counts.</summary>
    public Task WaitAsync(CancellationToken cancellation)
    {
        lock (_gate) return _asked.Task.WaitAsync(cancellation);
    }

    /// <summary>Notes that somebody asked, who waits for so long.</summary>
    internal void Ask(MonotonicTime now, TimeSpan patience)
    {
        lock (_gate)
        {
            _lastAsked = now;
            _asked.TrySetResult();
            MonotonicTime until = now + (patience > AskPatience ? patience : AskPatience);
            if (until > _askedUntil) _askedUntil = until;
        }
    }

    /// <summary>Notes that somebody reads.</summary>
    internal void NoteRead(MonotonicTime now)
    {
        lock (_gate) _lastRead = now;
    }

    /// <summary>True while somebody who asked waits.</summary>
    internal bool IsAsked(MonotonicTime now)
    {
        lock (_gate) return now < _askedUntil;
    }

    /// <summary>True while somebody waits, or has read not longer ago than that.</summary>
    internal bool IsWanted(MonotonicTime now, TimeSpan closeAfter)
    {
        lock (_gate) return now < _askedUntil || (_lastRead is { } read && now < read + closeAfter);
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
