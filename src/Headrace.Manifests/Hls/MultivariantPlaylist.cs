namespace Headrace.Manifests.Hls;

/// <summary>A Multivariant Playlist (RFC 8216bis, 4.4.6). Immutable.</summary>
public sealed record MultivariantPlaylist
{
    /// <summary>EXT-X-VERSION as read; the writer writes what the content needs, or this where it is higher. 0: not named.</summary>
    public int Version { get; init; }

    /// <summary>Whether each segment of each media playlist decodes without others.</summary>
    public bool IsIndependentSegments { get; init; }

    /// <summary>The variants, in their order: the first is what a player begins with.</summary>
    public ValueList<Variant> Variants { get; init; }

    /// <summary>The alternative renditions.</summary>
    public ValueList<Rendition> Renditions { get; init; }

    /// <summary>Lines that begin with #EXT and that the reader does not model, in their order. The writer leaves them out.</summary>
    public ValueList<string> OtherTags { get; init; }
}
