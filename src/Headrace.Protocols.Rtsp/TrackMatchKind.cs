namespace Headrace.Protocols.Rtsp;

/// <summary>What the URL of a SETUP names within a presentation.</summary>
public enum TrackMatchKind : byte
{
    /// <summary>A track of this presentation that does not exist.</summary>
    NoSuchTrack,

    /// <summary>One track.</summary>
    Track,

    /// <summary>The presentation as a whole.</summary>
    Aggregate,

    /// <summary>Another presentation.</summary>
    OtherStream,
}
