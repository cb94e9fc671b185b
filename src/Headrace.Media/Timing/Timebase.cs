namespace Headrace.Media.Timing;

/// <summary>Conversions between ticks of media clocks (units a second) that neither overflow nor lose more than half a tick.</summary>
public static class Timebase
{
    /// <summary>Nanoseconds in a second.</summary>
    public const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary><paramref name="value"/> ticks of a clock of <paramref name="from"/> Hz in ticks of a clock of <paramref name="to"/> Hz, rounded to nearest, halves away from zero.</summary>
    public static long Rescale(long value, long from, long to)
    {
        if (from == to) return value;
        Int128 product = (Int128)value * to;
        Int128 half = from / 2;
        return (long)((product >= 0 ? product + half : product - half) / from);
    }

    /// <summary>Ticks of a clock of <paramref name="clockRate"/> Hz in nanoseconds.</summary>
    public static long ToNanoseconds(long ticks, int clockRate) => Rescale(ticks, clockRate, NanosecondsPerSecond);

    /// <summary>Nanoseconds in ticks of a clock of <paramref name="clockRate"/> Hz.</summary>
    public static long FromNanoseconds(long nanoseconds, int clockRate) => Rescale(nanoseconds, NanosecondsPerSecond, clockRate);

    /// <summary>Ticks of a clock of <paramref name="clockRate"/> Hz as a time span, to 100 ns.</summary>
    public static TimeSpan ToTimeSpan(long ticks, int clockRate) => TimeSpan.FromTicks(Rescale(ticks, clockRate, TimeSpan.TicksPerSecond));

    /// <summary>A time span in ticks of a clock of <paramref name="clockRate"/> Hz.</summary>
    public static long FromTimeSpan(TimeSpan span, int clockRate) => Rescale(span.Ticks, TimeSpan.TicksPerSecond, clockRate);
}
