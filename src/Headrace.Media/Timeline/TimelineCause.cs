namespace Headrace.Media.Timeline;

/// <summary>The finer names under which the timeline counts what it met and what it did about it.</summary>
public enum TimelineCause
{
    /// <summary>Nothing to say.</summary>
    None,

    /// <summary>Raw timestamps passed the end of their width.</summary>
    Wrap,

    /// <summary>Timestamps went ahead of arrival by a jump: anchored anew.</summary>
    JumpForward,

    /// <summary>Timestamps went back: anchored anew.</summary>
    JumpBack,

    /// <summary>Timestamps began again near zero: anchored anew.</summary>
    Restart,

    /// <summary>Timestamps stood still while time passed, and did not catch up: anchored anew.</summary>
    StoodStill,

    /// <summary>A jump took on the shift of another track that jumped, or undid the track's own, so that the relation of tracks is kept exactly.</summary>
    JumpShared,

    /// <summary>A timestamp seen before: dropped.</summary>
    Duplicate,

    /// <summary>The clock runs faster than it says, measured against arrival: stamped anew with the measured rate.</summary>
    ClockTooFast,

    /// <summary>The clock runs slower than it says, measured against arrival: stamped anew with the measured rate.</summary>
    ClockTooSlow,

    /// <summary>A second or more of media came at once: legal.</summary>
    Burst,

    /// <summary>Media was held back to its greatest lead over arrival.</summary>
    LeadBounded,

    /// <summary>No decode time is left below the greatest lead: dropped.</summary>
    LeadExhausted,

    /// <summary>A decode or presentation time was moved to keep the order.</summary>
    DecodeOrderRepaired,

    /// <summary>Pictures are reordered more deeply than was known: decode times are earlier from this random access point on.</summary>
    ReorderDepthRaised,

    /// <summary>A disposable picture came after its time because the reordering depth was not known: dropped.</summary>
    UnfitPictureDropped,

    /// <summary>A presentation time was further from its decode time than allowed.</summary>
    PresentationClamped,

    /// <summary>Sound overlapped the sound before it.</summary>
    AudioOverlapped,

    /// <summary>Sound came too early for the place that it was moved to: dropped.</summary>
    SoundDropped,

    /// <summary>Sound was moved to a later place: a frame was repeated until there.</summary>
    SoundRepeated,

    /// <summary>The track's output clock changed with its format.</summary>
    OutputClockChanged,

    /// <summary>An input began on a track that had output before.</summary>
    InputReturned,

    /// <summary>Sound from before the place where its track may begin, on the clock of the picture: dropped.</summary>
    BeforeStart,

    /// <summary>Sender reports placed a track's first unit.</summary>
    RelationAtStart,

    /// <summary>Sender reports showed the relation of tracks to be off: slewed.</summary>
    RelationCorrected,

    /// <summary>A sender report that contradicts the media was ignored.</summary>
    SenderReportIgnored,
}
