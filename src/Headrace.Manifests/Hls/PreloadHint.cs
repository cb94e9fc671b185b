namespace Headrace.Manifests.Hls;

/// <summary>A resource that will be needed soon (EXT-X-PRELOAD-HINT; RFC 8216bis, 4.4.5.3).</summary>
/// <param name="Type">Part or initialization section.</param>
/// <param name="Uri">Its URI, as written: the one that the playlist will list.</param>
/// <param name="RangeStart">Its first byte; null: 0.</param>
/// <param name="RangeLength">Its length in bytes; null: to the end of the resource.</param>
public sealed record PreloadHint(PreloadHintType Type, string Uri, long? RangeStart = null, long? RangeLength = null);

/// <summary>What a preload hint names.</summary>
public enum PreloadHintType
{
    /// <summary>A Partial Segment.</summary>
    Part,

    /// <summary>A Media Initialization Section.</summary>
    Map,
}
