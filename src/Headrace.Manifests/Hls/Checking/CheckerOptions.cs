namespace Headrace.Manifests.Hls.Checking;

/// <summary>What the checker tolerates.</summary>
public sealed record CheckerOptions
{
    /// <summary>Between a duration in a playlist and that of the media or of the parts' sum.</summary>
    public TimeSpan DurationTolerance { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Between the end of a part or segment and the decode time at which the next begins.</summary>
    public TimeSpan DecodeTimeTolerance { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Between a program date and time and the one that the durations before it lead to.</summary>
    public TimeSpan ProgramDateTimeTolerance { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How much later than promised something may reach us: the way and the machine count too.</summary>
    public TimeSpan ArrivalTolerance { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>By what share of BANDWIDTH the measured peak may exceed it: a live stream's is an estimate.</summary>
    public double BandwidthTolerance { get; init; } = 0.1;

    /// <summary>Whether the frame rate is known to vary: then 85 % of PART-TARGET cannot be promised, and falling short of it is advice.</summary>
    public bool IsFrameRateVariable { get; init; }
}
