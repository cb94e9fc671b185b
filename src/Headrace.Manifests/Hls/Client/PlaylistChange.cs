namespace Headrace.Manifests.Hls.Client;

/// <summary>What a load has brought.</summary>
internal enum PlaylistChange
{
    /// <summary>Nothing, or what an older answer had brought already.</summary>
    None,

    /// <summary>More than before.</summary>
    Advanced,

    /// <summary>The server began its numbers anew.</summary>
    Restarted,
}
