namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>The clock references of a program (ISO/IEC 13818-1, 2.4.2.2): the last one, and how often they did not go on.</summary>
public sealed class TsClock
{
    /// <summary>A step beyond this is a jump (2.7.2 allows 100 ms; senders are more generous). In ticks.</summary>
    private const long GreatestStep = TsTimestamp.ClockRate;

    /// <summary>The last reference, 33 bits at 90 kHz; null before it.</summary>
    public long? Last { get; private set; }

    /// <summary>References that came.</summary>
    public long References { get; private set; }

    /// <summary>Those that did not go on from the one before, and said so.</summary>
    public long Discontinuities { get; private set; }

    /// <summary>Those that did not go on, and said nothing.</summary>
    public long Jumps { get; private set; }

    internal void Observe(long pcr, bool isDiscontinuity)
    {
        References++;
        if (isDiscontinuity) Discontinuities++;
        else if (Last is { } last && TsTimestamp.Difference(pcr, last) is < 0 or > GreatestStep) Jumps++;
        Last = pcr;
    }
}
