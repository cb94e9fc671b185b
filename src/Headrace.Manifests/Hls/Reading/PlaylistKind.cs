namespace Headrace.Manifests.Hls.Reading;

/// <summary>The two kinds of playlists.</summary>
public enum PlaylistKind
{
    /// <summary>It lists segments.</summary>
    Media,

    /// <summary>It lists media playlists.</summary>
    Multivariant,
}
