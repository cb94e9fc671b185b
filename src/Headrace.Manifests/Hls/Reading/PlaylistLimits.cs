namespace Headrace.Manifests.Hls.Reading;

/// <summary>What the reader takes at most. Larger texts are refused; what lies beyond the other limits is left out, with a fault.</summary>
public static class PlaylistLimits
{
    /// <summary>Bytes of a playlist.</summary>
    public const int Bytes = 8 * 1024 * 1024;

    /// <summary>Segments, variants or renditions of a playlist, each.</summary>
    public const int Entries = 50_000;

    /// <summary>Parts of a playlist.</summary>
    public const int Parts = 100_000;

    /// <summary>Segments that a delta update may skip.</summary>
    public const int SkippedSegments = 1_000_000;

    /// <summary>Tags that are kept as text, hints, reports, and keys of a segment, each.</summary>
    public const int MinorTags = 1000;

    /// <summary>Faults that are reported of one text.</summary>
    public const int Faults = 200;

    /// <summary>The longest duration, in seconds: sums of all that a playlist may hold stay within a <see cref="TimeSpan"/>.</summary>
    public const int DurationSeconds = 1_000_000;
}
