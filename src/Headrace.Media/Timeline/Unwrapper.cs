namespace Headrace.Media.Timeline;

/// <summary>Gives timestamps of a limited width the place nearest to where they are expected, on a line that does not wrap.</summary>
internal readonly struct Unwrapper(int bits)
{
    /// <summary>Timestamps of full width are kept within this, so that differences cannot overflow.</summary>
    private const long MaxRaw = 1L << 60;

    /// <summary>Ticks after which timestamps repeat, or 0 when they do not.</summary>
    public long Period { get; } = bits >= 62 ? 0 : 1L << Math.Max(bits, 8);

    /// <summary>The place of <paramref name="raw"/> nearest to <paramref name="expected"/>.</summary>
    public long Nearest(long raw, long expected)
    {
        if (Period == 0) return Math.Clamp(raw, -MaxRaw, MaxRaw);
        long difference = (raw - expected) & (Period - 1);
        return expected + (difference > Period / 2 ? difference - Period : difference);
    }

    /// <summary>The place of the first timestamp.</summary>
    public long First(long raw) => Period == 0 ? Nearest(raw, 0) : raw & (Period - 1);

    /// <summary>How often the line has wrapped at a place.</summary>
    public long Wraps(long place) => Period == 0 ? 0 : place >= 0 ? place / Period : -1 - ((-1 - place) / Period);

    /// <summary>The timestamp, as it was on the wire, of a place.</summary>
    public long Raw(long place) => Period == 0 ? place : place & (Period - 1);
}
