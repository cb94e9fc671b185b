using Headrace.Manifests.Hls.Reading;

namespace Headrace.Manifests.Hls.Client;

/// <summary>A media playlist as one who plays it looks at it: by numbers, places from its end, and dates.</summary>
internal sealed class PlaylistView
{
    private static readonly TimeSpan LeastTarget = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan GreatestTarget = TimeSpan.FromSeconds(60);

    /// <summary>A target duration of many times what segments really last would have the end seen late.</summary>
    private const int SegmentsATarget = 3;

    public PlaylistView(MediaPlaylist playlist, Uri location)
    {
        (Playlist, Location) = (playlist, location);
        TimeSpan longest = TimeSpan.Zero;
        foreach (MediaSegment segment in playlist.Segments) longest = segment.Duration > longest ? segment.Duration : longest;
        TimeSpan target = TimeSpan.FromSeconds(Math.Min(playlist.TargetDuration, PlaylistLimits.DurationSeconds));
        if (target < longest) target = longest;
        if (longest > TimeSpan.Zero && target > longest * SegmentsATarget) target = longest * SegmentsATarget;
        Target = target < LeastTarget ? LeastTarget : target > GreatestTarget ? GreatestTarget : target;
        HasParts = playlist is { IsEnded: false, PartTarget: not null, ServerControl: { CanBlockReload: true } };
    }

    public MediaPlaylist Playlist { get; }

    /// <summary>What its URIs count from.</summary>
    public Uri Location { get; }

    /// <summary>Its target duration, or what is taken for it where that is far from what segments last.</summary>
    public TimeSpan Target { get; }

    /// <summary>Whether it is followed by parts, with reloads that wait.</summary>
    public bool HasParts { get; }

    public long First => Playlist.MediaSequence + Playlist.SkippedSegments;

    /// <summary>The number behind the last complete segment.</summary>
    public long End => Playlist.NextMediaSequence;

    /// <summary>A segment, or the one that is open; null where it is not listed.</summary>
    public MediaSegment? Find(long number)
    {
        long index = number - First;
        if (index < 0) return null;
        return index < Playlist.Segments.Count ? Playlist.Segments[(int)index] : index == Playlist.Segments.Count ? Playlist.Open : null;
    }

    /// <summary>How many discontinuities lie before a segment's media, its own included.</summary>
    public long DiscontinuitiesBefore(long number)
    {
        long count = Playlist.DiscontinuitySequence;
        for (long at = First; at <= number && Find(at) is { } segment; at++) count += segment.IsDiscontinuity ? 1 : 0;
        return count;
    }

    /// <summary>UTC of a segment's first sample, from the last date that was written before it.</summary>
    public DateTime? DateOf(long number)
    {
        TimeSpan passed = TimeSpan.Zero;
        for (long at = number; at >= First && Find(at) is { } segment; at--)
        {
            if (at < number) passed += segment.Duration;
            if (segment.ProgramDateTime is { } date) return DateTime.MaxValue - date > passed ? date + passed : null;
            if (segment.IsDiscontinuity) return null;
        }

        return null;
    }

    /// <summary>The last segment that begins at a date or before it; null where none does, or no dates are written.</summary>
    public long? NumberAt(DateTime date)
    {
        long? found = null;
        DateTime? begin = null;
        for (long at = First; at < End && Find(at) is { } segment; at++)
        {
            begin = segment.ProgramDateTime ?? (segment.IsDiscontinuity ? null : begin);
            if (begin is not { } known) continue;
            if (known <= date) found = at;
            begin = DateTime.MaxValue - known > segment.Duration ? known + segment.Duration : null;
        }

        return found;
    }

    /// <summary>Media before a segment.</summary>
    public TimeSpan FromStart(long number)
    {
        TimeSpan sum = TimeSpan.Zero;
        for (long at = First; at < number && Find(at) is { } segment; at++) sum += segment.Duration;
        return sum;
    }

    /// <summary>The segment in which so much media has passed since the first; the last one where that is less.</summary>
    public long NumberFromStart(TimeSpan offset)
    {
        long at = First;
        while (at < End - 1 && Find(at) is { } segment && offset >= segment.Duration)
        {
            offset -= segment.Duration;
            at++;
        }

        return at;
    }

    /// <summary>The last segment that begins at least so long before the end of what is listed; the first one where none does.</summary>
    public long NumberFromEnd(TimeSpan distance)
    {
        TimeSpan sum = Playlist.Open?.Duration ?? TimeSpan.Zero;
        long at = End;
        while (at > First && sum < distance) sum += Find(--at)!.Duration;
        return at;
    }
}
