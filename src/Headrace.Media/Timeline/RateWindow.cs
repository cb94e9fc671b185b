using Headrace.Media.Timing;

namespace Headrace.Media.Timeline;

/// <summary>
/// Measures how fast media time passes against arrival, over sixteen spacings. It speaks only when each quarter of the window says the same:
/// a burst or a stall is in one of them, a wrong clock in all.
/// </summary>
internal sealed class RateWindow(long spacing)
{
    private const int Marks = 17;
    private const int Quarter = (Marks - 1) / 4;
    private const long One = SourceClock.RightSpeed;

    private readonly long[] _arrival = new long[Marks];
    private readonly long[] _media = new long[Marks];
    private int _count;
    private int _next;

    /// <summary>Forgets all.</summary>
    public void Reset() => _count = 0;

    /// <summary>
    /// Adds a unit's times in nanoseconds. True when a mark was set that fills the window and its quarters agree on a rate that is off by more than
    /// <paramref name="threshold"/> millionths; <paramref name="speed"/> is that rate in millionths.
    /// </summary>
    public bool Add(long arrival, long media, long threshold, out long speed)
    {
        speed = One;
        if (_count > 0)
        {
            int last = (_next + Marks - 1) % Marks;
            long passed = arrival - _arrival[last];
            if (passed < spacing) return false;
            if (passed > spacing * 8) _count = 0;
        }

        _arrival[_next] = arrival;
        _media[_next] = media;
        _next = (_next + 1) % Marks;
        if (_count < Marks) _count++;
        if (_count < Marks) return false;
        speed = Speed(0, Marks - 1);
        return Math.Abs(speed - One) > threshold && QuartersAgree(speed);
    }

    private bool QuartersAgree(long whole)
    {
        long off = whole - One;
        for (int i = 0; i < 4; i++)
        {
            long part = Speed(i * Quarter, (i + 1) * Quarter) - One;
            bool agrees = off > 0 ? part >= off / 2 && part <= off * 2 : part <= off / 2 && part >= off * 2;
            if (!agrees) return false;
        }

        return true;
    }

    private long Speed(int from, int to)
    {
        int a = (_next + from) % Marks;
        int b = (_next + to) % Marks;
        long arrival = Math.Max(1, _arrival[b] - _arrival[a]);
        return (long)Int128.Clamp((Int128)(_media[b] - _media[a]) * One / arrival, 1, Timebase.NanosecondsPerSecond);
    }
}
