namespace Headrace.Media.Timeline;

/// <summary>A unit's place on the path's timeline.</summary>
public readonly record struct UnitTiming
{
    /// <summary>Decode time in ticks of the track's output clock since the path began; increases strictly within a track, over inputs.</summary>
    public long DecodeTime { get; init; }

    /// <summary>Presentation minus decode time in the same ticks, from 0 to <see cref="TimelineLimits.MaxPresentationOffset"/>.</summary>
    public int PresentationOffset { get; init; }

    /// <summary>True when time does not go on from the unit before it: a jump was bridged, or an input returned after a hole.</summary>
    public bool IsDiscontinuity { get; init; }

    /// <summary>How often the frame is published before its place, each time a frame's duration earlier, to fill the hole there; 0 but for corrected sound.</summary>
    public int Repeats { get; init; }

    /// <summary>True when the picture is presented before the open random access point that it follows.</summary>
    public bool IsLeading { get; init; }

    /// <summary>The class that it was counted under.</summary>
    public TimelineStep Step { get; init; }

    /// <summary>The most telling cause counted for it, or <see cref="TimelineCause.None"/>.</summary>
    public TimelineCause Cause { get; init; }
}
