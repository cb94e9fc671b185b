namespace Headrace.Media.Timeline;

/// <summary>The last presentation times of a track in the order of decoding, in unwrapped input ticks, and the marks of the units' payloads.</summary>
internal sealed class TimestampHistory
{
    private const int Capacity = TimelineLimits.MaxReorderDepth + 1;
    private const int FewestForDistance = 4;
    private const int MeasureEvery = 8;

    private readonly long[] _times = new long[Capacity];
    private readonly ulong[] _marks = new ulong[Capacity];
    private int _count;
    private int _next;
    private int _sinceMeasured;

    /// <summary>The latest presentation time.</summary>
    public long Latest { get; private set; } = long.MinValue;

    /// <summary>The median distance of neighbours in presentation, in input ticks; 0 while too few are known.</summary>
    public long MedianDistance { get; private set; }

    /// <summary>Forgets all times, but not their distance.</summary>
    public void Clear()
    {
        _count = 0;
        _next = 0;
        Latest = long.MinValue;
    }

    public void Add(long time, ulong mark)
    {
        _times[_next] = time;
        _marks[_next] = mark;
        _next = (_next + 1) % Capacity;
        if (_count < Capacity) _count++;
        if (time > Latest) Latest = time;
        if (++_sinceMeasured < MeasureEvery && _count == Capacity) return;
        _sinceMeasured = 0;
        if (_count >= FewestForDistance) Measure();
    }

    /// <summary>True when a unit of this time and <see cref="PayloadMark"/> is among them: another copy.</summary>
    public bool Contains(long time, ulong mark)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_times[i] == time && _marks[i] == mark) return true;
        }

        return false;
    }

    /// <summary>How many of the times are after one: the depth of reordering that it shows.</summary>
    public int CountAfter(long time)
    {
        int after = 0;
        foreach (long t in _times.AsSpan(0, _count))
        {
            if (t > time) after++;
        }

        return after;
    }

    private void Measure()
    {
        Span<long> sorted = stackalloc long[Capacity];
        sorted = sorted[.._count];
        _times.AsSpan(0, _count).CopyTo(sorted);
        sorted.Sort();
        for (int i = 0; i < sorted.Length - 1; i++) sorted[i] = sorted[i + 1] - sorted[i];
        sorted = sorted[..^1];
        sorted.Sort();
        MedianDistance = sorted[sorted.Length / 2];
    }
}
