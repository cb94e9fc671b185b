namespace Headrace.Manifests.Hls.Checking;

/// <summary>How a state of a playlist relates to the one before it.</summary>
internal enum HistoryVerdict
{
    /// <summary>It goes on from it.</summary>
    Continues,

    /// <summary>It lacks what was there: it is older, or something was taken back.</summary>
    WentBack,

    /// <summary>Its sequence numbers do not fit: nothing in it can be compared.</summary>
    Renumbered,
}
