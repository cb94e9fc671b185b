using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Planning;

/// <summary>The duration of one frame as an exact fraction of a second: 1001/30000 for 29.97 fps, 1024/44100 for AAC.</summary>
/// <param name="Units">Numerator, at least 1.</param>
/// <param name="UnitsPerSecond">Denominator, at least 1.</param>
public readonly record struct FrameInterval(long Units, int UnitsPerSecond)
{
    /// <summary>The duration of <paramref name="frames"/> frames, to 100 ns; the rounding does not add up.</summary>
    public TimeSpan Times(int frames) => Timebase.ToTimeSpan(Units * frames, UnitsPerSecond);

    /// <summary>The number of frames that lasts nearest to <paramref name="span"/>, the smaller of two that are equally near.</summary>
    public long CountNearest(TimeSpan span)
    {
        (Int128 wanted, Int128 frame) = Scaled(span);
        return (long)((2 * wanted + frame - 1) / (2 * frame));
    }

    /// <summary>The smallest number of frames that last at least <paramref name="span"/>.</summary>
    public long CountCovering(TimeSpan span)
    {
        (Int128 wanted, Int128 frame) = Scaled(span);
        return (long)((wanted + frame - 1) / frame);
    }

    private (Int128 Wanted, Int128 Frame) Scaled(TimeSpan span) =>
        ((Int128)Math.Max(span.Ticks, 0) * UnitsPerSecond, (Int128)Units * TimeSpan.TicksPerSecond);
}
