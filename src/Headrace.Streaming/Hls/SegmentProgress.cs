namespace Headrace.Streaming.Hls;

/// <summary>How far a segment has come.</summary>
public enum SegmentProgress
{
    /// <summary>It is not here: it left the window, or it is not to be expected soon.</summary>
    Absent,

    /// <summary>It is the next one to begin.</summary>
    Next,

    /// <summary>Parts are added to it.</summary>
    Open,

    /// <summary>It has all its parts.</summary>
    Complete,
}
