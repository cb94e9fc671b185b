using Headrace.Media.Timing;

namespace Headrace.Media.Timeline;

/// <summary>Tells media that stays behind arrival for good (its clock stood still) from media that is late and catches up.</summary>
internal sealed class LagWatch
{
    private const long Window = TimelineLimits.LagWindowSeconds * Timebase.NanosecondsPerSecond;

    private bool _isLate;
    private long _since;
    private long _lagThen;

    /// <summary>Adds a unit's lag; true when it has been too large for a window without falling by a quarter of that time.</summary>
    public bool Add(long now, long lag)
    {
        if (lag <= TimelineLimits.MaxLag)
        {
            _isLate = false;
            return false;
        }

        if (_isLate && now - _since < Window) return false;
        bool stays = _isLate && _lagThen - lag < Window / 4;
        _isLate = true;
        _since = now;
        _lagThen = lag;
        return stays;
    }

    /// <summary>Forgets all.</summary>
    public void Reset() => _isLate = false;
}
