using Headrace.Media.Timing;

namespace Headrace.Streaming.Pressure;

/// <summary>
/// The level of something that is used up: it rises at once, and falls by one level a <see cref="Rest"/> while the use is <see cref="Margin"/> below the
/// threshold. So what a level did is undone in the opposite order, and a use that hovers at a threshold changes nothing. One caller at a time.
/// </summary>
internal sealed class PressureGauge
{
    /// <summary>How far the use must fall below a threshold, as part of the limit.</summary>
    public const double Margin = 0.05;

    /// <summary>How long a level holds at least.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private volatile PressureLevel _level;
    private MonotonicTime _holdsUntil;

    /// <summary>The level. Readable from any thread.</summary>
    public PressureLevel Level => _level;

    /// <summary>Looks at the use; true when the level changed.</summary>
    /// <param name="used">What is used.</param>
    /// <param name="limit">What may be used; 0: no limit, and no pressure.</param>
    /// <param name="thresholds">Where levels begin.</param>
    /// <param name="now">The present instant.</param>
    public bool Update(long used, long limit, PressureThresholds thresholds, MonotonicTime now)
    {
        double part = limit > 0 ? (double)used / limit : 0;
        PressureLevel reached = thresholds.LevelOf(part);
        if (reached < _level)
        {
            if (now < _holdsUntil || thresholds.LevelOf(part + Margin) >= _level) return false;
            reached = _level - 1;
        }
        else if (reached == _level)
        {
            return false;
        }

        _level = reached;
        _holdsUntil = now + Rest;
        return true;
    }
}
