using Headrace.Media.Timing;

namespace Headrace.Streaming.Limits;

/// <summary>Lets one line a second into the log, and counts those that it keeps out. Thread-safe.</summary>
public sealed class LineThrottle(TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private MonotonicTime _next;
    private int _kept;

    /// <summary>True for a line that is written.</summary>
    /// <param name="others">How many were kept out since the last that was.</param>
    public bool Passes(out int others)
    {
        lock (_gate)
        {
            MonotonicTime now = MonotonicTime.Now(clock);
            others = _kept;
            bool passes = now >= _next;
            if (passes) _next = now + Interval;
            _kept = passes ? 0 : _kept + 1;
            return passes;
        }
    }
}
