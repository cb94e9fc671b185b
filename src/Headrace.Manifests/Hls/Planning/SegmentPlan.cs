namespace Headrace.Manifests.Hls.Planning;

/// <summary>
/// How a video's GOPs become segments, and the TARGETDURATION that all renditions of the stream announce for its whole life (RFC 8216bis,
/// 4.4.3.1, 6.2.1: a segment's duration, rounded, never exceeds it, and it never changes).
/// </summary>
/// <param name="TargetDuration">TARGETDURATION in seconds.</param>
/// <param name="SegmentDuration">What was asked for.</param>
public sealed record SegmentPlan(int TargetDuration, TimeSpan SegmentDuration)
{
    /// <summary>The greatest TARGETDURATION in seconds: longer GOPs are cut at a part border.</summary>
    public const int GreatestTargetDuration = 30;

    /// <summary>By how much segments may exceed the seconds that they announce: 60 frames at 29.97 fps last 2.002 s and announce 2.</summary>
    public static readonly TimeSpan RoundingSlack = TimeSpan.FromMilliseconds(250);

    /// <summary>The plan for a stream whose GOPs are known: the longest segment that they make, rounded up to seconds.</summary>
    /// <param name="gops">Durations of complete GOPs, oldest first; at least one.</param>
    /// <param name="segmentDuration">The wanted duration.</param>
    public static SegmentPlan FromGops(ReadOnlySpan<TimeSpan> gops, TimeSpan segmentDuration)
    {
        TimeSpan longest = TimeSpan.Zero;
        TimeSpan current = TimeSpan.Zero;
        TimeSpan longestGop = TimeSpan.FromTicks(1);
        foreach (TimeSpan gop in gops)
        {
            current += gop;
            if (gop > longestGop) longestGop = gop;
            if (current > longest) longest = current;
            if (IsNearest(current, gop, segmentDuration)) current = TimeSpan.Zero;
        }

        // The last segment is not full: GOPs like those seen will go on to fill it.
        if (current > TimeSpan.Zero && current + longestGop / 2 < segmentDuration)
        {
            long missing = (segmentDuration - current - longestGop / 2).Ticks;
            current += longestGop * ((missing + longestGop.Ticks - 1) / longestGop.Ticks);
            if (current > longest) longest = current;
        }

        return new SegmentPlan(SecondsFor(longest), segmentDuration);
    }

    /// <summary>The plan for a stream of which no GOP is complete and nothing is remembered: twice the wanted duration.</summary>
    public static SegmentPlan Unknown(TimeSpan segmentDuration) => new(SecondsFor(segmentDuration * 2), segmentDuration);

    /// <summary>The longest segment that this plan allows: the longest that still rounds to TARGETDURATION.</summary>
    public TimeSpan LongestSegment => TimeSpan.FromSeconds(TargetDuration) + TimeSpan.FromMilliseconds(499);

    /// <summary>Whether a segment ends at a random access point: it does where it is nearer to the wanted duration than with one more GOP.</summary>
    /// <param name="duration">What the segment lasts up to that point.</param>
    /// <param name="lastGop">What its last GOP lasted.</param>
    public bool EndsAtRandomAccess(TimeSpan duration, TimeSpan lastGop) =>
        IsNearest(duration, lastGop, SegmentDuration) || MustEndBefore(duration, lastGop);

    /// <summary>Whether a segment has to end before the next part, in the middle of a GOP, because that part would make it too long.</summary>
    public bool MustEndBefore(TimeSpan duration, TimeSpan nextPart) => duration + nextPart > LongestSegment;

    private static bool IsNearest(TimeSpan duration, TimeSpan gop, TimeSpan wanted) => duration + gop / 2 >= wanted;

    private static int SecondsFor(TimeSpan longest)
    {
        long ticks = Math.Max(longest.Ticks - RoundingSlack.Ticks, 1);
        return (int)Math.Min((ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond, GreatestTargetDuration);
    }
}
