namespace Headrace.Manifests.Dash;

/// <summary>Segments that touch each other and last the same (ISO/IEC 23009-1, 5.3.9.6).</summary>
/// <param name="Start">Where the first one begins, in ticks of the media's time.</param>
/// <param name="Duration">Ticks that each lasts.</param>
/// <param name="Repeats">How many follow the first.</param>
public readonly record struct TimelineRun(long Start, long Duration, int Repeats)
{
    /// <summary>Where the last one ends.</summary>
    public long End => Start + Duration * (Repeats + 1);

    /// <summary>Appends a segment to runs.</summary>
    public static void Append(List<TimelineRun> runs, long start, long duration)
    {
        if (runs.Count > 0 && runs[^1] is var last && last.Duration == duration && last.End == start) runs[^1] = last with { Repeats = last.Repeats + 1 };
        else runs.Add(new TimelineRun(start, duration, 0));
    }
}
