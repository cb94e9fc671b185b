using Headrace.Manifests.Hls;

namespace Headrace.Manifests.Dash;

/// <summary>How segments are named and when they are (ISO/IEC 23009-1, 5.3.9.4): listed in <see cref="Timeline"/>, or each <see cref="Duration"/> after the one before it.</summary>
public sealed record SegmentTemplate
{
    /// <summary>Ticks a second of all times here.</summary>
    public required int Timescale { get; init; }

    /// <summary>The time of the media at which the period begins.</summary>
    public long PresentationTimeOffset { get; init; }

    /// <summary>Number of the first segment: of the timeline, or of the period.</summary>
    public long StartNumber { get; init; } = 1;

    /// <summary>URL of the init segment.</summary>
    public required string Initialization { get; init; }

    /// <summary>URL of the segments, with <c>$Number$</c> or <c>$Time$</c>.</summary>
    public required string Media { get; init; }

    /// <summary>What each segment lasts, about; null with a timeline.</summary>
    public long? Duration { get; init; }

    /// <summary>The segments one by one, runs of equal ones together; empty without a timeline.</summary>
    public ValueList<TimelineRun> Timeline { get; init; }

    /// <summary>How long before its end a segment can be asked for; zero: when it is complete.</summary>
    public TimeSpan AvailabilityTimeOffset { get; init; }
}
