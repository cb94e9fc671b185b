using Headrace.Media.Timing;

namespace Headrace.Media.Timeline;

/// <summary>
/// The path's relation to UTC. It is set at once before an input's first unit; after that it moves towards what is known by at most 1,000 ppm,
/// so that no unit's instant jumps.
/// </summary>
internal sealed class UtcClock
{
    private const long MinInterval = Timebase.NanosecondsPerSecond / 4;
    private const long Enough = 1_000_000;

    private long _offset;
    private long _target;
    private long _lastMove;
    private ClockSource _source;

    public UtcClock(long pathTime, DateTime utc)
    {
        _offset = _target = SenderReport.ToNanoseconds(utc) - pathTime;
        _lastMove = pathTime;
        Mapping = new ClockMapping(pathTime, utc, ClockSource.Arrival);
    }

    /// <summary>The relation as it is; replaced whole.</summary>
    public ClockMapping Mapping { get; private set; }

    /// <summary>Takes an offset (UTC minus path time, in nanoseconds) at once.</summary>
    public void Set(long pathTime, long offset, ClockSource source)
    {
        _target = offset;
        _source = source;
        Replace(pathTime, offset);
    }

    /// <summary>Takes an offset to be moved to.</summary>
    public void Aim(long offset, ClockSource source)
    {
        _target = offset;
        _source = source;
    }

    /// <summary>Moves towards the offset aimed at. Replaces the mapping at most four times a second, and only while it moves.</summary>
    public void Advance(long pathTime)
    {
        long passed = pathTime - _lastMove;
        if (passed < MinInterval) return;
        _lastMove = pathTime;
        long off = _target - _offset;
        if (Math.Abs(off) < Enough && Mapping.Source == _source) return;
        long most = Math.Min(passed, Timebase.NanosecondsPerSecond) * TimelineLimits.MaxSlewPpm / 1_000_000;
        Replace(pathTime, _offset + Math.Clamp(off, -most, most));
    }

    private void Replace(long pathTime, long offset)
    {
        _offset = offset;
        _lastMove = pathTime;
        Mapping = new ClockMapping(pathTime, SenderReport.ToUtc(pathTime + offset), _source);
    }
}
