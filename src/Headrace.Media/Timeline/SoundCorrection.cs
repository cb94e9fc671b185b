using Headrace.Media.Timing;

namespace Headrace.Media.Timeline;

/// <summary>
/// How a track of sound is moved against the others: slewed while the way is short, at once where it is long. Then frames that come too early
/// for their new place are dropped, and a hole before it is filled by repeating one, so that the sound itself goes on without a break.
/// </summary>
internal sealed class SoundCorrection
{
    private long _lastStep = long.MinValue;
    private long? _suspect;

    /// <summary>Nanoseconds by which the sound is presented later than its timestamps say, because somebody asked for it.</summary>
    public long Offset { get; private set; }

    /// <summary>True while the offset moves.</summary>
    public bool IsMoving { get; private set; }

    /// <summary>True while its relation to the other tracks is off by more than the threshold.</summary>
    public bool IsOff { get; set; }

    /// <summary>True from a correction at once until a frame fits its new place.</summary>
    public bool IsBreaking { get; private set; }

    /// <summary>Frames dropped to move it to an earlier place.</summary>
    public long Dropped { get; private set; }

    /// <summary>Frames repeated to move it to a later place.</summary>
    public long Repeated { get; private set; }

    /// <summary>Greatest slew at present, in parts per million.</summary>
    public int SlewPpm => IsMoving || IsOff ? TimelineLimits.MaxCorrectionPpm : TimelineLimits.MaxSlewPpm;

    /// <summary>Takes an offset before there is any sound.</summary>
    public void Begin(long offset)
    {
        Offset = offset;
        IsMoving = IsBreaking = false;
    }

    /// <summary>Time was anchored anew: what the break moved is broken anyway.</summary>
    public void EndBreak() => IsBreaking = false;

    /// <summary>Moves towards an offset by what the time since the last step allows.</summary>
    public void Step(long now, long target)
    {
        long passed = _lastStep == long.MinValue ? 0 : Math.Min(now - _lastStep, Timebase.NanosecondsPerSecond);
        _lastStep = now;
        long way = target - Offset;
        if (Math.Abs(way) > TimelineLimits.MaxSlewedCorrection)
        {
            Offset = target;
            Break();
            return;
        }

        long most = passed * TimelineLimits.MaxCorrectionPpm / SourceClock.RightSpeed;
        Offset += Math.Clamp(way, -most, most);
        IsMoving = Offset != target;
    }

    /// <summary>Whether a report that says that the sound is far off is not the first: one alone may be wrong.</summary>
    /// <param name="report">The report's instant on the sender's clock.</param>
    public bool Confirms(long report)
    {
        _suspect ??= report;
        return _suspect != report;
    }

    /// <summary>The sound is not far off.</summary>
    public void Acquit() => _suspect = null;

    /// <summary>The sound's place has changed at once.</summary>
    public void Break()
    {
        _suspect = null;
        IsMoving = false;
        IsBreaking = true;
    }

    /// <summary>Puts a frame after a break: whether it is published, and how often it is repeated before its place.</summary>
    /// <param name="deviation">How far behind the end of the frame before it its place lies, in output ticks.</param>
    /// <param name="duration">What a frame lasts, in output ticks; 0 where it is not known.</param>
    /// <param name="repeats">Copies that fill the hole before it.</param>
    public bool TryMend(long deviation, long duration, out int repeats)
    {
        repeats = 0;
        if (duration > 0 && deviation < -duration / 2)
        {
            Dropped++;
            return false;
        }

        IsBreaking = false;
        if (duration > 0) repeats = (int)Math.Clamp((deviation + (duration / 2)) / duration, 0, TimelineLimits.MaxRepeatedFrames);
        Repeated += repeats;
        return true;
    }
}
