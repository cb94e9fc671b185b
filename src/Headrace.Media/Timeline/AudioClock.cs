using Headrace.Media.Timing;

namespace Headrace.Media.Timeline;

/// <summary>How a frame of sound follows the one before it.</summary>
internal enum AudioStep
{
    /// <summary>Sample for sample.</summary>
    Contiguous,

    /// <summary>Sample for sample, but for a correction.</summary>
    Slewed,

    /// <summary>After a hole.</summary>
    Hole,

    /// <summary>It begins before the one before it ends.</summary>
    Overlap,
}

/// <summary>
/// Stamps sound from its sample counts, so that frames touch each other, as long as the input's timestamps mean the same within their own jitter;
/// slews towards them where they differ on average; leaves a hole where they do. In output ticks.
/// </summary>
internal sealed class AudioClock(int rate)
{
    private const int AverageOver = 32;
    private const int JitterOver = 16;
    private const int ToleratedJitters = 4;

    /// <summary>Sound that is ahead of its timestamps by more goes on by them: the stated duration is wrong, or they went back.</summary>
    private readonly long _mostAhead = rate / 5;
    private readonly long _leastTolerance = rate / 500;
    private readonly long _deadBand = Timebase.FromNanoseconds(TimelineLimits.AudioDeadBand, rate);

    private long _averageSum;
    private long _jitterSum;
    private long _lastDeviation;
    private long _lastPosition = long.MinValue;
    private long _credit;
    private bool _isSlewing;

    /// <summary>The input was anchored anew at its place: nothing deviates.</summary>
    public void Rebase()
    {
        _averageSum = 0;
        _lastDeviation = 0;
        _lastPosition = long.MinValue;
        _isSlewing = false;
    }

    /// <summary>The decode time of a frame.</summary>
    /// <param name="last">The track's last decode time.</param>
    /// <param name="duration">What the last frame lasts, or 0 when that is not known.</param>
    /// <param name="position">Where the input's timestamp puts this one.</param>
    /// <param name="slewPpm">Greatest slew, in parts per million.</param>
    /// <param name="step">How it follows.</param>
    public long Place(long last, long duration, long position, int slewPpm, out AudioStep step)
    {
        long moved = _lastPosition == long.MinValue ? duration : position - _lastPosition;
        _lastPosition = position;
        step = AudioStep.Contiguous;
        if (duration <= 0) return Math.Max(position, last + 1);

        long expected = last + duration;
        long deviation = position - expected;
        if (deviation > Tolerance(duration))
        {
            step = AudioStep.Hole;
            Rebase();
            _lastPosition = position;
            return position;
        }

        _jitterSum += Math.Abs(deviation - _lastDeviation) - (_jitterSum / JitterOver);
        _lastDeviation = deviation;
        if (deviation < -_mostAhead)
        {
            step = AudioStep.Overlap;
            return last + Math.Clamp(moved, 1, Math.Max(1, duration * 3 / 4));
        }

        long slew = Slew(deviation, duration, slewPpm);
        _lastDeviation -= slew;
        if (slew != 0) step = AudioStep.Slewed;
        return expected + slew;
    }

    private long Tolerance(long duration)
    {
        long jitter = ToleratedJitters * (_jitterSum / JitterOver);
        return Math.Clamp(Math.Max(duration / 2, jitter), _leastTolerance, _mostAhead);
    }

    private long Slew(long deviation, long duration, int slewPpm)
    {
        _averageSum += deviation - (_averageSum / AverageOver);
        long average = _averageSum / AverageOver;
        long band = Math.Min(_deadBand, duration / 4);
        _isSlewing = Math.Abs(average) > (_isSlewing ? band / 8 : band);
        if (!_isSlewing)
        {
            _credit = 0;
            return 0;
        }

        _credit += duration * slewPpm;
        long most = _credit / SourceClock.RightSpeed;
        long slew = Math.Clamp(average, -most, most);
        _credit -= Math.Abs(slew) * SourceClock.RightSpeed;
        _averageSum -= slew * AverageOver;
        return slew;
    }
}
