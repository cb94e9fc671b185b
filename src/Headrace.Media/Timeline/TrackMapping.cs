using Headrace.Media.Timing;

namespace Headrace.Media.Timeline;

/// <summary>
/// From a track's unwrapped input ticks to output ticks of path time: an anchor on both clocks, and what the source clock has been slewed
/// since. Counted from the anchor each time, so that nothing accumulates; with equal rates and no slew, spacing is kept exactly.
/// </summary>
internal sealed class TrackMapping(SourceClock clock, int inputRate, int outputRate)
{
    private const long MaxSeconds = 1L << 31;

    private long _anchorInput;
    private long _anchorOutput;
    private long _anchorSlew;
    private long _speed = SourceClock.RightSpeed;

    public int InputRate { get; } = inputRate;

    public int OutputRate { get; } = outputRate;

    /// <summary>Output ticks of an input place; saturates far beyond any path's life.</summary>
    public long ToOutput(long input)
    {
        long passed = input - _anchorInput;
        long slew = clock.Slew - _anchorSlew;
        if (InputRate == OutputRate && slew == 0 && _speed == SourceClock.RightSpeed && IsSmall(passed) && IsSmall(_anchorOutput)) return _anchorOutput + passed;

        Int128 divisor = (Int128)InputRate * _speed;
        Int128 product = (Int128)passed * OutputRate * SourceClock.RightSpeed;
        Int128 ticks = (product + (product >= 0 ? divisor / 2 : -divisor / 2)) / divisor;
        ticks += _anchorOutput + Timebase.FromNanoseconds(slew, OutputRate);
        Int128 most = (Int128)OutputRate * MaxSeconds;
        return (long)Int128.Clamp(ticks, -most, most);
    }

    private bool IsSmall(long ticks) => Math.Abs(ticks) < OutputRate * (MaxSeconds / 2);

    /// <summary>Path time of an input place, in nanoseconds.</summary>
    public long ToPath(long input) => Timebase.ToNanoseconds(ToOutput(input), OutputRate);

    /// <summary>Says where a place of the input lies from now on.</summary>
    public void Anchor(long input, long output)
    {
        _anchorInput = input;
        _anchorOutput = output;
        _anchorSlew = clock.Slew;
        _speed = clock.Speed;
    }

    /// <summary>Takes over the clock's speed without moving <paramref name="input"/>.</summary>
    public void FollowSpeed(long input)
    {
        if (_speed != clock.Speed) Anchor(input, ToOutput(input));
    }

    /// <summary>Input ticks that pass in a time at the clock's real speed, bounded.</summary>
    public long ToInput(long nanoseconds) =>
        (long)Int128.Clamp((Int128)nanoseconds * InputRate * _speed / ((Int128)Timebase.NanosecondsPerSecond * SourceClock.RightSpeed), -(1L << 50), 1L << 50);

    /// <summary>Nanoseconds that so many input ticks last at the clock's real speed, bounded.</summary>
    public long ToDuration(long inputTicks) =>
        (long)Int128.Clamp((Int128)inputTicks * Timebase.NanosecondsPerSecond * SourceClock.RightSpeed / ((Int128)InputRate * _speed), -(1L << 60), 1L << 60);
}
