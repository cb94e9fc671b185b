using Headrace.Media.Tracks;

namespace Headrace.Media.Timeline;

/// <summary>How a track of the present input is in time. Times in nanoseconds.</summary>
public sealed record TrackSync
{
    /// <summary>The track.</summary>
    public required int TrackId { get; init; }

    /// <summary>What it is.</summary>
    public required MediaKind Kind { get; init; }

    /// <summary>How it stands.</summary>
    public required SyncState State { get; init; }

    /// <summary>How much later on the path it lies than it should, by the sender's reports where there are some, else by arrival; null while too little is known.</summary>
    public long? Skew { get; init; }

    /// <summary>How fast the sender's clock runs; null while too little is known.</summary>
    public DriftRate? Drift { get; init; }

    /// <summary>By how much its clock has been corrected since the input began.</summary>
    public long Correction { get; init; }

    /// <summary>The manual offset in force: how much later its sound is presented.</summary>
    public long Offset { get; init; }

    /// <summary>True when sender reports tie it to the other tracks.</summary>
    public bool IsRelated { get; init; }

    /// <summary>Frames of sound that were dropped to move it to an earlier place.</summary>
    public long FramesDropped { get; init; }

    /// <summary>Frames of sound that were repeated to move it to a later place.</summary>
    public long FramesRepeated { get; init; }
}
