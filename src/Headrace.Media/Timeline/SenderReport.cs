namespace Headrace.Media.Timeline;

/// <summary>A track's last RTCP sender report (RFC 3550, 6.4.1): one instant on the sender's clock and on the track's.</summary>
internal sealed class SenderReport
{
    private static readonly DateTime Origin = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>True when there is one.</summary>
    public bool IsPresent { get; private set; }

    /// <summary>The track's raw ticks: as on the wire while the track has not begun, unwrapped after.</summary>
    public long Raw { get; private set; }

    /// <summary>Nanoseconds of the sender's clock since 2000.</summary>
    public long Utc { get; private set; }

    public void Set(long raw, long utc)
    {
        Raw = raw;
        Utc = utc;
        IsPresent = true;
    }

    public void Clear() => IsPresent = false;

    /// <summary>An instant in nanoseconds since 2000, kept within 73 years of it.</summary>
    public static long ToNanoseconds(DateTime utc) => (long)Int128.Clamp((Int128)(utc - Origin).Ticks * 100, long.MinValue / 4, long.MaxValue / 4);

    /// <summary>The instant so many nanoseconds after 2000.</summary>
    public static DateTime ToUtc(long nanoseconds) => Origin.AddTicks(nanoseconds / 100);
}
