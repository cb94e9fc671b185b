namespace Headrace.Media.Timeline;

/// <summary>What a path's timeline met since the path began, over all its inputs: a snapshot for the API and for metrics.</summary>
public sealed record TimelineCounters
{
    private readonly long[] _causes;

    internal TimelineCounters(EventCounts counts)
    {
        Units = counts.Units;
        Dropped = counts.Dropped;
        Continued = counts[TimelineStep.Continued];
        Slewed = counts[TimelineStep.Slewed];
        Gaps = counts[TimelineStep.Gap];
        Discontinuities = counts[TimelineStep.Discontinuity];
        _causes = new long[Enum.GetValues<TimelineCause>().Length];
        for (int i = 0; i < _causes.Length; i++) _causes[i] = counts[(TimelineCause)i];
    }

    /// <summary>Units published.</summary>
    public long Units { get; }

    /// <summary>Units dropped.</summary>
    public long Dropped { get; }

    /// <summary>Units that followed by the media's clock.</summary>
    public long Continued { get; }

    /// <summary>Units that followed while the input was slewed.</summary>
    public long Slewed { get; }

    /// <summary>Units after a hole that media and arrival agree on.</summary>
    public long Gaps { get; }

    /// <summary>Units where time was anchored anew.</summary>
    public long Discontinuities { get; }

    /// <summary>How often a cause was counted.</summary>
    public long this[TimelineCause cause] => _causes[(int)cause];
}
