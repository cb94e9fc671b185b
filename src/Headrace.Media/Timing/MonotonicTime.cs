namespace Headrace.Media.Timing;

/// <summary>An instant of the server's monotonic clock: nanoseconds since an arbitrary start, the same for the whole process.</summary>
/// <remarks>Pure code takes it as a parameter; drivers read it from <see cref="TimeProvider"/>.</remarks>
public readonly record struct MonotonicTime(long Nanoseconds) : IComparable<MonotonicTime>
{
    /// <summary>Later than any instant: "no deadline".</summary>
    public static readonly MonotonicTime Never = new(long.MaxValue);

    /// <summary>The clock's present instant.</summary>
    public static MonotonicTime Now(TimeProvider clock)
    {
        long frequency = clock.TimestampFrequency;
        long stamp = clock.GetTimestamp();
        return new MonotonicTime(frequency == 1_000_000_000 ? stamp : (long)((Int128)stamp * 1_000_000_000 / frequency));
    }

    /// <summary>The earlier of two instants.</summary>
    public static MonotonicTime Earlier(MonotonicTime a, MonotonicTime b) => a.Nanoseconds <= b.Nanoseconds ? a : b;

    /// <inheritdoc/>
    public int CompareTo(MonotonicTime other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>The time from <paramref name="b"/> to <paramref name="a"/>, to 100 ns.</summary>
    public static TimeSpan operator -(MonotonicTime a, MonotonicTime b) => TimeSpan.FromTicks((a.Nanoseconds - b.Nanoseconds) / 100);

    /// <summary>The instant <paramref name="d"/> after <paramref name="t"/>.</summary>
    public static MonotonicTime operator +(MonotonicTime t, TimeSpan d) => new(t.Nanoseconds + d.Ticks * 100);

    /// <summary>The instant <paramref name="d"/> before <paramref name="t"/>.</summary>
    public static MonotonicTime operator -(MonotonicTime t, TimeSpan d) => new(t.Nanoseconds - d.Ticks * 100);

    /// <summary>Earlier than.</summary>
    public static bool operator <(MonotonicTime a, MonotonicTime b) => a.Nanoseconds < b.Nanoseconds;

    /// <summary>Later than.</summary>
    public static bool operator >(MonotonicTime a, MonotonicTime b) => a.Nanoseconds > b.Nanoseconds;

    /// <summary>Not later than.</summary>
    public static bool operator <=(MonotonicTime a, MonotonicTime b) => a.Nanoseconds <= b.Nanoseconds;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(MonotonicTime a, MonotonicTime b) => a.Nanoseconds >= b.Nanoseconds;

    /// <summary>Difference as a method, for languages without operators.</summary>
    public static TimeSpan Subtract(MonotonicTime left, MonotonicTime right) => left - right;

    /// <summary>Sum as a method, for languages without operators.</summary>
    public static MonotonicTime Add(MonotonicTime left, TimeSpan right) => left + right;
}
