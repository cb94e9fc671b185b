namespace Headrace.Media.Timing;

/// <summary>Where a path's time stands in UTC: an anchor on both clocks; both run at the same rate. Immutable; a better one replaces it.</summary>
/// <param name="PathTime">Path time of the anchor: nanoseconds since the path began (a track's decode time divided by its clock rate).</param>
/// <param name="Utc">UTC of the anchor.</param>
/// <param name="Source">What the anchor was taken from.</param>
public sealed record ClockMapping(long PathTime, DateTime Utc, ClockSource Source)
{
    /// <summary>UTC of a decode or presentation time in ticks of a clock of <paramref name="clockRate"/> Hz.</summary>
    public DateTime ToUtc(long ticks, int clockRate) =>
        Utc.AddTicks((Timebase.ToNanoseconds(ticks, clockRate) - PathTime) / 100);

    /// <summary>Path time, in ticks of a clock of <paramref name="clockRate"/> Hz, of an instant in UTC.</summary>
    public long FromUtc(DateTime utc, int clockRate) =>
        Timebase.FromNanoseconds(PathTime + (utc - Utc).Ticks * 100, clockRate);
}

/// <summary>What a clock mapping was taken from.</summary>
public enum ClockSource
{
    /// <summary>The server's own clock when the first unit arrived.</summary>
    Arrival,

    /// <summary>The sender's clock, from RTCP sender reports (RFC 3550, 6.4.1).</summary>
    SenderReport,
}
