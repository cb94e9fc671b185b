namespace Headrace.TestKit;

/// <summary>A clock that stands still until a test moves it. Timers fire inside <see cref="Advance"/>, on the caller's thread, in the order of their due times.</summary>
public sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<VirtualTimer> _timers = [];
    private TimeSpan _elapsed;

    /// <summary>A clock that stands at 2026-01-01 00:00 UTC.</summary>
    public VirtualTime()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>One tick of 100 ns for each unit of <see cref="GetTimestamp"/>.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How far the clock has been moved since it was made.</summary>
    public TimeSpan Elapsed { get { lock (_gate) return _elapsed; } }

    /// <summary>The due time of the next timer, counted as <see cref="Elapsed"/> is; null when none is set.</summary>
    public TimeSpan? NextDue { get { lock (_gate) return _timers.Min(t => t.Due); } }

    public override DateTimeOffset GetUtcNow() => start + Elapsed;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        VirtualTimer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_gate) _timers.Add(timer);
        return timer;
    }

    /// <summary>Moves the clock by <paramref name="step"/> and fires what becomes due on the way, each at its own time.</summary>
    public void Advance(TimeSpan step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, TimeSpan.Zero);
        TimeSpan target = Elapsed + step;
        while (NextUntil(target) is { } timer) timer.Fire();
        lock (_gate) _elapsed = target;
    }

    private VirtualTimer? NextUntil(TimeSpan target)
    {
        lock (_gate)
        {
            // No query: tests measure what the code under them allocates.
            VirtualTimer? next = null;
            foreach (VirtualTimer timer in _timers)
            {
                if (timer.Due <= target && (next is null || timer.Due < next.Due)) next = timer;
            }

            if (next?.Due is { } due && due > _elapsed) _elapsed = due;
            next?.Rearm();
            return next;
        }
    }

    private sealed class VirtualTimer(VirtualTime clock, Action callback) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public TimeSpan? Due { get; private set; }

        public void Fire() => callback();

        public void Rearm() => Due = _period > TimeSpan.Zero ? Due + _period : null;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._elapsed + dueTime;
                _period = period;
            }
            return true;
        }

        public void Dispose()
        {
            lock (clock._gate) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
