namespace Headrace.Media.Timeline;

/// <summary>What is found out about a unit while it passes the timeline.</summary>
internal struct UnitPassage
{
    /// <summary>Path time of arrival, in nanoseconds.</summary>
    public long Now;

    /// <summary>Decode time where the input carries one, else presentation time, in unwrapped input ticks.</summary>
    public long Position;

    /// <summary>Presentation time in unwrapped input ticks.</summary>
    public long Presentation;

    /// <summary>True for the input's first unit of the track.</summary>
    public bool IsFirst;

    /// <summary>True when it comes after a hole that arrival confirms.</summary>
    public bool IsGap;

    /// <summary>True when the track was anchored anew for it.</summary>
    public bool IsAnchoredAnew;

    /// <summary>True when corrections moved it.</summary>
    public bool IsSlewed;

    /// <summary>The most telling cause counted for it.</summary>
    public TimelineCause Cause { get; private set; }

    /// <summary>Counts a cause; later ones tell more than earlier ones.</summary>
    public void Count(TrackTimeline track, TimelineCause cause)
    {
        track.Counts.Add(cause);
        Cause = cause;
    }

    /// <summary>Takes a cause that was counted already.</summary>
    public void Note(TimelineCause cause)
    {
        if (cause != TimelineCause.None) Cause = cause;
    }
}
