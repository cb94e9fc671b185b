namespace Headrace.Manifests.Hls.Reading;

/// <summary>Something in a playlist's text that is not as RFC 8216bis wants it. The reader goes on where it can.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Line">Line number, from 1; 0 where the whole text is meant.</param>
/// <param name="Detail">What was found, for people.</param>
public readonly record struct PlaylistFault(PlaylistFaultKind Kind, int Line, string Detail);

/// <summary>Kinds of faults in a playlist's text.</summary>
public enum PlaylistFaultKind
{
    /// <summary>It does not begin with #EXTM3U, is too large, or is of no known kind (4.4.1.1).</summary>
    NotAPlaylist,

    /// <summary>It has tags of a Media Playlist and of a Multivariant Playlist (4.4.6).</summary>
    MixedKinds,

    /// <summary>A value or an attribute list is malformed (4.2).</summary>
    Malformed,

    /// <summary>A required attribute is missing.</summary>
    MissingAttribute,

    /// <summary>A required tag is missing.</summary>
    MissingTag,

    /// <summary>A tag that may stand once stands twice (4.4.2, 4.4.3).</summary>
    DuplicateTag,

    /// <summary>A tag stands where it must not.</summary>
    MisplacedTag,

    /// <summary>A limit of the reader: what lies beyond it was left out.</summary>
    TooMuch,
}
