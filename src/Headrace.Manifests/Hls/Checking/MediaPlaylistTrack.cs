using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Checking;

/// <summary>What the checker knows of one media playlist.</summary>
internal sealed class MediaPlaylistTrack
{
    private const int MaxExpectations = 64;
    private const int MaxPositions = 16;
    private readonly Queue<ReportedPosition> _expectations = [];
    private readonly Queue<(MonotonicTime At, PlaylistPosition Position)> _positions = [];

    public MediaPlaylistTrack(string url)
    {
        Url = url;
        Resolver = new UrlResolver(url);
        Pieces = new ListedPieces(Resolver);
    }

    public string Url { get; }

    public UrlResolver Resolver { get; }

    /// <summary>What it lists and has listed.</summary>
    public ListedPieces Pieces { get; }

    /// <summary>Its last full state; null before any.</summary>
    public MediaPlaylist? Last { get; private set; }

    public MonotonicTime LastAt { get; private set; }

    /// <summary>When the last state was asked for: what is newer than that state came about after this.</summary>
    public MonotonicTime LastRequestedAt { get; private set; }

    /// <summary>When the newest complete segment was first seen.</summary>
    public MonotonicTime LastSegmentAt { get; set; }

    /// <summary>When the newest part was first seen, or may have been missed.</summary>
    public MonotonicTime LastPartAt { get; set; }

    /// <summary>Whether the Multivariant Playlist names it.</summary>
    public bool IsListed { get; set; }

    /// <summary>How many answers in a row were older than the one before them.</summary>
    public int TimesBack { get; set; }

    /// <summary>The last time at which it was seen without a new segment since <see cref="LastSegmentAt"/>.</summary>
    public MonotonicTime LastStandstillAt { get; set; }

    /// <summary>A stall that ended with the end of the segment that was open: what follows says whether the publisher was away. Null: none.</summary>
    public PendingStall? Stall { get; set; }

    /// <summary>Whether the publisher is known to be away since the newest segment.</summary>
    public bool IsPublisherAway { get; set; }

    /// <summary>Its bit rate so far.</summary>
    public PeakBitrate Bitrate { get; } = new();

    public void Keep(MediaPlaylist playlist, MonotonicTime requestedAt, MonotonicTime at)
    {
        Last = playlist;
        LastRequestedAt = requestedAt;
        LastAt = at;
        if (_positions.Count >= MaxPositions) _positions.Dequeue();
        _positions.Enqueue((at, playlist.LastPosition));
    }

    /// <summary>An answer came of which nothing can be learned.</summary>
    public void MissAnswer(MonotonicTime at) => LastPartAt = at;

    /// <summary>Where it was known to stand before a point in time; null where nothing is known.</summary>
    public PlaylistPosition? PositionBefore(MonotonicTime at)
    {
        PlaylistPosition? position = null;
        foreach ((MonotonicTime seenAt, PlaylistPosition seen) in _positions)
        {
            if (seenAt < at) position = seen;
        }

        return position;
    }

    /// <summary>Another playlist reported that this one had come so far; to be held against the next state that is asked for later.</summary>
    public void Expect(ReportedPosition reported)
    {
        if (_expectations.Count >= MaxExpectations) _expectations.Dequeue();
        _expectations.Enqueue(reported);
    }

    /// <summary>The next report that was made before <paramref name="requestedAt"/>.</summary>
    public bool TryTakeExpectation(MonotonicTime requestedAt, out ReportedPosition reported) =>
        _expectations.TryPeek(out reported) && reported.At < requestedAt && _expectations.TryDequeue(out reported);
}

/// <summary>A stall that is not judged yet.</summary>
/// <param name="NextMediaSequence">The segment that tells.</param>
/// <param name="Message">What was seen.</param>
internal sealed record PendingStall(long NextMediaSequence, string Message);

/// <summary>Where a playlist stood, as another one's rendition report said.</summary>
/// <param name="Position">The place.</param>
/// <param name="At">When the report arrived.</param>
/// <param name="Reporter">The playlist that held the report.</param>
internal readonly record struct ReportedPosition(PlaylistPosition Position, MonotonicTime At, string Reporter);
