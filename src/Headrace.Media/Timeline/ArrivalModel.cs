using Headrace.Media.Timing;

namespace Headrace.Media.Timeline;

/// <summary>
/// How far a track's media lies behind its arrival: the least delay of each of the last seconds. Jitter and bursts only add delay, so the
/// least of a window is what the way from the sender takes.
/// </summary>
internal sealed class ArrivalModel
{
    private const int Buckets = 10;
    private const int NeededForSlew = 2;

    private readonly long[] _second = new long[Buckets];
    private readonly long[] _least = new long[Buckets];

    public ArrivalModel() => Reset();

    /// <summary>Path time of the first unit since the track was anchored; <see cref="long.MaxValue"/> before it.</summary>
    public long Since { get; private set; }

    /// <summary>Forgets all: the track was anchored anew.</summary>
    public void Reset()
    {
        Array.Fill(_second, long.MinValue);
        Since = long.MaxValue;
    }

    /// <summary>Adds a unit: its delay behind the unslewed media, in nanoseconds, at path time <paramref name="now"/>.</summary>
    public void Add(long now, long delay)
    {
        Since = Math.Min(Since, now);
        long second = now / Timebase.NanosecondsPerSecond;
        int at = (int)(second % Buckets);
        if (_second[at] != second)
        {
            _second[at] = second;
            _least[at] = delay;
        }
        else if (delay < _least[at])
        {
            _least[at] = delay;
        }
    }

    /// <summary>The least delay of the whole window; false while too little is known, or when nothing came for its length.</summary>
    public bool TryGetLeast(long now, out long least) => TryGetLeast(now, Buckets, NeededForSlew, out least);

    /// <summary>The least delay of the last <paramref name="seconds"/>, of which <paramref name="needed"/> must have had units.</summary>
    public bool TryGetLeast(long now, int seconds, int needed, out long least)
    {
        long second = now / Timebase.NanosecondsPerSecond;
        least = long.MaxValue;
        int found = 0;
        for (int i = 0; i < Buckets; i++)
        {
            if (_second[i] > second - seconds && _second[i] <= second)
            {
                found++;
                least = Math.Min(least, _least[i]);
            }
        }

        return found >= needed;
    }
}
