namespace Headrace.Manifests.Hls;

/// <summary>A Media Segment with what its tags say of it (RFC 8216bis, 4.4.4), or the one whose parts are still being added.</summary>
/// <remarks>Tags that apply until the next of their kind (EXT-X-MAP, EXT-X-KEY) are resolved: each segment holds what is in force for it.</remarks>
public sealed record MediaSegment
{
    /// <summary>Its URI, as written; empty while it is open (its parts are listed, its EXTINF is not yet).</summary>
    public string Uri { get; init; } = "";

    /// <summary>Its duration (EXTINF), to 100 ns; of an open segment: of its parts so far.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The text behind EXTINF's comma; empty where there is none.</summary>
    public string Title { get; init; } = "";

    /// <summary>UTC of its first sample, where the playlist names it for this very segment.</summary>
    public DateTime? ProgramDateTime { get; init; }

    /// <summary>The initialization section in force; null: none, or named in the skipped part of a delta update.</summary>
    public MediaMap? Map { get; init; }

    /// <summary>The keys in force; empty: none, or named in the skipped part of a delta update.</summary>
    public ValueList<EncryptionKey> Keys { get; init; }

    /// <summary>Whether a discontinuity lies before it.</summary>
    public bool IsDiscontinuity { get; init; }

    /// <summary>Whether its media is not available.</summary>
    public bool IsGap { get; init; }

    /// <summary>The range of its resource; null: all of it.</summary>
    public ByteRange? Range { get; init; }

    /// <summary>Its parts, as far as the playlist lists them.</summary>
    public ValueList<PartialSegment> Parts { get; init; }

    /// <summary>Whether it is still being made.</summary>
    public bool IsOpen => Uri.Length == 0;
}
