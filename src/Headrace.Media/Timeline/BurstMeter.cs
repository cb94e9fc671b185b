using Headrace.Media.Timing;

namespace Headrace.Media.Timeline;

/// <summary>Notices that a second or more of media came at once (four times faster than it lasts, at least).</summary>
internal sealed class BurstMeter
{
    private const long CountedAt = Timebase.NanosecondsPerSecond;
    private const int AtOnce = 4;

    private long _media;
    private bool _isCounted;

    /// <summary>Adds a step; true at the one that makes a burst of what came.</summary>
    public bool Add(long step, long elapsed)
    {
        if (step <= 0) return false;
        if (elapsed > step / AtOnce)
        {
            _media = 0;
            _isCounted = false;
            return false;
        }

        _media += step;
        if (_isCounted || _media < CountedAt) return false;
        _isCounted = true;
        return true;
    }
}
