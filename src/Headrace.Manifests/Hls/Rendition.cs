namespace Headrace.Manifests.Hls;

/// <summary>An alternative rendition (EXT-X-MEDIA; RFC 8216bis, 4.4.6.1).</summary>
public sealed record Rendition
{
    /// <summary>AUDIO, VIDEO, SUBTITLES or CLOSED-CAPTIONS, as written.</summary>
    public string Type { get; init; } = "";

    /// <summary>Its group.</summary>
    public string GroupId { get; init; } = "";

    /// <summary>Its name for people, unique in its group.</summary>
    public string Name { get; init; } = "";

    /// <summary>RFC 5646 tag; null where unknown.</summary>
    public string? Language { get; init; }

    /// <summary>The CHANNELS attribute: the count of channels first; null where not named.</summary>
    public string? Channels { get; init; }

    /// <summary>Media characteristic tags, separated by commas; null: none.</summary>
    public string? Characteristics { get; init; }

    /// <summary>Which closed captions in the video are meant; null: not captions.</summary>
    public string? InstreamId { get; init; }

    /// <summary>Whether it plays when the viewer has no wish.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether a player may choose it by itself.</summary>
    public bool IsAutoselect { get; init; }

    /// <summary>Whether these subtitles are essential.</summary>
    public bool IsForced { get; init; }

    /// <summary>Its media playlist, without the query that the writer appends; null: its media is in the variant's own.</summary>
    public string? Uri { get; init; }
}
