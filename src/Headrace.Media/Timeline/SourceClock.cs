using Headrace.Media.Timing;

namespace Headrace.Media.Timeline;

/// <summary>
/// One sender's clock, shared by the tracks that it stamps: how far it has been slewed against the path's clock, and how fast it really runs.
/// </summary>
internal sealed class SourceClock
{
    private const long MinInterval = 5_000_000;
    private const long MaxInterval = Timebase.NanosecondsPerSecond;
    private const long RestampedTimeConstantSeconds = 4;

    private long _lastUpdate = long.MinValue;
    private bool _isSlewing;
    private bool _isRelating;
    private long _common;

    /// <summary>A clock that runs as it says.</summary>
    public const long RightSpeed = 1_000_000;

    /// <summary>Nanoseconds added to all that this clock stamps.</summary>
    public long Slew { get; private set; }

    /// <summary>How fast it runs, in millionths of what it says.</summary>
    public long Speed { get; private set; } = RightSpeed;

    /// <summary>Path time at which its media was last held back to the greatest lead; far in the past when never.</summary>
    public long HeldAt { get; private set; } = long.MinValue / 2;

    /// <summary>True when the clock is too wrong for its frame spacing to mean anything.</summary>
    public bool IsFictional => Math.Abs(Speed - RightSpeed) > RightSpeed / 20;

    /// <summary>Moves everything at once.</summary>
    public void Shift(long nanoseconds) => Slew += nanoseconds;

    /// <summary>Holds everything back at once by so much.</summary>
    public void Hold(long now, long nanoseconds)
    {
        HeldAt = now;
        Slew -= nanoseconds;
    }

    /// <summary>Takes a measured speed, in millionths of the present one.</summary>
    public void Restamp(long relativeSpeed) => Speed = Math.Clamp((long)((Int128)Speed * relativeSpeed / RightSpeed), 1000, 1_000_000_000);

    /// <summary>True when enough time has passed for a step of the slew; <paramref name="interval"/> is what may be used of it.</summary>
    public bool IsDue(long now, out long interval)
    {
        interval = 0;
        if (_lastUpdate == long.MinValue) _lastUpdate = now;
        if (now - _lastUpdate < MinInterval) return false;
        interval = Math.Min(now - _lastUpdate, MaxInterval);
        _lastUpdate = now;
        return true;
    }

    /// <summary>The step towards arrival that <paramref name="interval"/> allows; 0 within the dead band.</summary>
    public long ArrivalStep(long error, long interval)
    {
        _isSlewing = Math.Abs(error) > (_isSlewing ? TimelineLimits.SettledBand : TimelineLimits.DeadBand);
        if (!_isSlewing) return 0;
        long most = interval * TimelineLimits.MaxSlewPpm / RightSpeed;
        if (IsFictional)
        {
            long eager = (long)((Int128)Math.Abs(error) * interval / (RestampedTimeConstantSeconds * Timebase.NanosecondsPerSecond));
            most = Math.Clamp(eager, most, interval * TimelineLimits.MaxRestampedSlewPpm / RightSpeed);
        }

        return Math.Clamp(error, -most, most);
    }

    /// <summary>Moves with the clocks that it is tied to; what that takes of the slew is not left for the relation.</summary>
    public void ShiftCommon(long nanoseconds)
    {
        Shift(nanoseconds);
        _common += Math.Abs(nanoseconds);
    }

    /// <summary>The step towards the senders' relation of tracks that is allowed beside what was taken in common; 0 within the dead band.</summary>
    public long RelationStep(long error, long interval, int slewPpm, out bool begins)
    {
        bool was = _isRelating;
        _isRelating = Math.Abs(error) > (was ? TimelineLimits.SettledBand : TimelineLimits.RelationDeadBand);
        begins = _isRelating && !was;
        long allowed = (interval * slewPpm / RightSpeed) - _common;
        _common = Math.Max(0, -allowed);
        long most = Math.Max(0, allowed);
        return _isRelating ? Math.Clamp(error, -most, most) : 0;
    }
}
