namespace Headrace.Manifests.Hls;

/// <summary>A Media Playlist, or a delta update of one (RFC 8216bis, 4.4.3, 4.4.4, 4.4.5). Immutable.</summary>
public sealed record MediaPlaylist
{
    /// <summary>EXT-X-VERSION as read; the writer writes what the content needs, or this where it is higher. 0: not named.</summary>
    public int Version { get; init; }

    /// <summary>EXT-X-TARGETDURATION in seconds.</summary>
    public int TargetDuration { get; init; }

    /// <summary>PART-TARGET; null without parts.</summary>
    public TimeSpan? PartTarget { get; init; }

    /// <summary>What the server offers; null where it names nothing.</summary>
    public ServerControl? ServerControl { get; init; }

    /// <summary>Media sequence number of the first segment, the skipped ones included.</summary>
    public long MediaSequence { get; init; }

    /// <summary>Discontinuity sequence number before the first segment's own discontinuity, the skipped ones included.</summary>
    public long DiscontinuitySequence { get; init; }

    /// <summary>EVENT or VOD, as written; null for a live playlist.</summary>
    public string? PlaylistType { get; init; }

    /// <summary>Whether each segment decodes without others (EXT-X-INDEPENDENT-SEGMENTS).</summary>
    public bool IsIndependentSegments { get; init; }

    /// <summary>Whether each segment is one I-frame (EXT-X-I-FRAMES-ONLY).</summary>
    public bool IsIFramesOnly { get; init; }

    /// <summary>Whether no segment will follow (EXT-X-ENDLIST).</summary>
    public bool IsEnded { get; init; }

    /// <summary>Segments that a delta update leaves out at the beginning; 0 in a full playlist.</summary>
    public int SkippedSegments { get; init; }

    /// <summary>RECENTLY-REMOVED-DATERANGES of a delta update that leaves date ranges out; else null. The writer leaves it out.</summary>
    public string? RecentlyRemovedDateRanges { get; init; }

    /// <summary>The complete segments, oldest first.</summary>
    public ValueList<MediaSegment> Segments { get; init; }

    /// <summary>The segment whose parts are being added; null where none has begun.</summary>
    public MediaSegment? Open { get; init; }

    /// <summary>What will be needed next.</summary>
    public ValueList<PreloadHint> PreloadHints { get; init; }

    /// <summary>Where the other renditions stand.</summary>
    public ValueList<RenditionReport> RenditionReports { get; init; }

    /// <summary>Lines that begin with #EXT and that the reader does not model, in their order. The writer leaves them out.</summary>
    public ValueList<string> OtherTags { get; init; }

    /// <summary>Media sequence number that the open segment has, or that the next one will have.</summary>
    public long NextMediaSequence => MediaSequence + SkippedSegments + Segments.Count;

    /// <summary>Where the playlist ends: the last segment, or the last part of the open one.</summary>
    public PlaylistPosition LastPosition =>
        Open is { Parts.Count: > 0 } open ? new(NextMediaSequence, open.Parts.Count - 1)
        : new(NextMediaSequence - 1, Segments.Count > 0 && Segments[^1].Parts.Count > 0 ? Segments[^1].Parts.Count - 1 : null);

    /// <summary>The sum of the complete segments' durations, without the skipped ones.</summary>
    public TimeSpan Duration
    {
        get
        {
            TimeSpan sum = TimeSpan.Zero;
            foreach (MediaSegment segment in Segments) sum += segment.Duration;
            return sum;
        }
    }
}
