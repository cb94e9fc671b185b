namespace Headrace.Media.Timeline;

/// <summary>
/// The presentation times, in output ticks, that have not yet served as decode times, sorted. The n-th decode time is the (n − depth)-th
/// presentation time: it is never after its own picture's, and no picture waits for another.
/// </summary>
internal sealed class ReorderWindow
{
    private readonly long[] _times = new long[TimelineLimits.MaxReorderDepth + 2];

    public int Count { get; private set; }

    /// <summary>The earliest time.</summary>
    public long Earliest => _times[0];

    public void Clear() => Count = 0;

    /// <summary>Adds a time in its order; the earliest is lost when there is no room.</summary>
    public void Add(long time)
    {
        if (Count == _times.Length) RemoveEarliest();
        int at = Count++;
        while (at > 0 && _times[at - 1] > time)
        {
            _times[at] = _times[at - 1];
            at--;
        }

        _times[at] = time;
    }

    public long RemoveEarliest()
    {
        long earliest = _times[0];
        Count--;
        Array.Copy(_times, 1, _times, 0, Count);
        return earliest;
    }

    /// <summary>Removes all times up to and including one.</summary>
    public void RemoveUpTo(long time)
    {
        while (Count > 0 && _times[0] <= time) RemoveEarliest();
    }
}
