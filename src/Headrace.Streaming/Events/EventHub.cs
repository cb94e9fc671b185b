using Headrace.Streaming.Signals;

namespace Headrace.Streaming.Events;

/// <summary>
/// Numbers events and keeps the last <see cref="HistoryLength"/> of them for all listeners together: each has a place in that history, and one that the
/// history overtakes learns what it missed. Publishing waits for nobody and keeps nothing but the event. Thread-safe.
/// </summary>
public sealed class EventHub(TimeProvider clock)
{
    /// <summary>Events kept; the oldest goes.</summary>
    internal const int HistoryLength = 1024;

    private readonly Lock _gate = new();
    private readonly AsyncSignal _changed = new();
    private readonly MediaEvent?[] _history = new MediaEvent?[HistoryLength];
    // Numbers begin with the time, so that they go on over restarts; a client's JavaScript counts exactly up to 2^53.
    private readonly long _first = clock.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
    private long _published;
    private volatile bool _isCompleted;

    /// <summary>True after <see cref="Complete"/>: listeners get what is left.</summary>
    public bool IsCompleted => _isCompleted;

    /// <summary>Number of the next event.</summary>
    internal long Next => _first + Volatile.Read(ref _published);

    /// <summary>Gives an event its number and time, and tells everybody who listens.</summary>
    public void Publish(MediaEvent happened)
    {
        lock (_gate)
        {
            happened.Id = _first + _published;
            happened.Time = clock.GetUtcNow().UtcDateTime;
            _history[_published % HistoryLength] = happened;
            Volatile.Write(ref _published, _published + 1);
        }

        _changed.Set();
    }

    /// <summary>Says that nothing more will happen.</summary>
    public void Complete()
    {
        _isCompleted = true;
        _changed.Set();
    }

    /// <summary>Listens to what happens from now on, or, with <paramref name="after"/>, behind an event's number; 0: to all that is kept.</summary>
    public EventListener Listen(long? after = null) => new(this, after switch
    {
        null => Next,
        0 => Math.Max(_first, Next - HistoryLength),
        { } last => Math.Min(last + 1, Next),
    });

    /// <summary>Completes with the next change. Take it before looking.</summary>
    internal Task NextChange() => _changed.Next();

    /// <summary>The event of a number, or what stands for it and those behind it that are gone; null when it has not happened yet. The number goes on.</summary>
    internal MediaEvent? Take(ref long number)
    {
        lock (_gate)
        {
            long oldest = _first + Math.Max(0, _published - HistoryLength);
            if (number < oldest)
            {
                EventsMissed missed = new(number < _first ? null : oldest - number) { Id = oldest - 1, Time = clock.GetUtcNow().UtcDateTime };
                number = oldest;
                return missed;
            }

            return number - _first < _published ? _history[(number++ - _first) % HistoryLength] : null;
        }
    }
}
