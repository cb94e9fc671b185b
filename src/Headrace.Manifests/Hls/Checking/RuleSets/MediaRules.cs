using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>Segments and parts held against their own timestamps. Each is checked once, when it is both listed and fetched.</summary>
internal static class MediaRules
{
    /// <summary>A fetched resource by itself.</summary>
    public static void CheckFact(MediaFact fact, MediaFact? known, Reporter reporter)
    {
        if (fact.Status is < 200 or >= 300)
        {
            reporter.Report(Rules.MediaUnavailable, $"status {fact.Status}");
            return;
        }

        if (fact.Headers is { } headers) ResponseRules.CheckMedia(headers, reporter);
        if (known is null || known.Status != fact.Status) return;
        if (known.Size != fact.Size) reporter.Report(Rules.ResourceChanged, $"it had {known.Size} bytes and has {fact.Size}");
        else if (known.Hash != fact.Hash) reporter.Report(Rules.ResourceChanged, "its bytes changed");
    }

    /// <summary>All that a playlist lists.</summary>
    public static void CheckListed(MediaPlaylistTrack track, MediaStore media, CheckerOptions options, bool isIndependent, Reporter reporter)
    {
        if (track.Last is not { } playlist) return;
        Piece? lastSegment = null;
        Piece? lastPart = null;
        for (int i = 0; i <= playlist.Segments.Count; i++)
        {
            MediaSegment? segment = i < playlist.Segments.Count ? playlist.Segments[i] : playlist.Open;
            if (segment is null) break;
            long msn = playlist.MediaSequence + i;
            if (segment.IsDiscontinuity) (lastSegment, lastPart) = (null, null);
            Piece? first = null;
            if (segment.Parts.Count == 0) lastPart = null;
            foreach (PartialSegment part in segment.Parts)
            {
                Piece? piece = part.IsGap ? null : Find(track, media, msn, part.Uri, part.Range, part.Duration);
                first ??= piece is not null && ReferenceEquals(part, segment.Parts[0]) ? piece : null;
                if (piece is not null) CheckPart(track, piece, part, options, reporter);
                CheckFollows(track, lastPart, piece, options, reporter);
                lastPart = piece;
            }

            if (segment.IsOpen) break;
            Piece? whole = segment.IsGap ? null : Find(track, media, msn, segment.Uri, segment.Range, segment.Duration);
            if (whole is not null) CheckSegment(track, whole, playlist, options, isIndependent || playlist.IsIndependentSegments, reporter);
            if (whole is not null && first is not null) CheckSameMedia(track, whole, first, options, reporter);
            CheckFollows(track, lastSegment, whole, options, reporter);
            lastSegment = whole;
        }
    }

    private static void CheckPart(MediaPlaylistTrack track, Piece piece, PartialSegment part, CheckerOptions options, Reporter reporter)
    {
        if (!track.Done.IsFirst(piece.Check(MediaCheckKind.Part))) return;
        CheckDuration(piece, options, reporter);
        if (part.IsIndependent && piece.Timing.RandomAccess == RandomAccessKind.None)
        {
            reporter.Report(Rules.IndependentPartWithoutFrame, piece.MediaSequence, $"{part.Uri} has no independent frame", part.Uri);
        }

        if (!part.IsIndependent && piece.Timing.RandomAccess != RandomAccessKind.None)
        {
            reporter.Report(Rules.IndependentPartUnmarked, piece.MediaSequence, $"{part.Uri} has an independent frame", part.Uri);
        }
    }

    private static void CheckSegment(
        MediaPlaylistTrack track, Piece piece, MediaPlaylist playlist, CheckerOptions options, bool isIndependent, Reporter reporter)
    {
        if (!track.Done.IsFirst(piece.Check(MediaCheckKind.Segment))) return;
        CheckDuration(piece, options, reporter);
        track.Bitrate.Add(piece.MediaSequence, piece.Size, piece.Duration, TimeSpan.FromSeconds(playlist.TargetDuration));
        if (piece.Timing.RandomAccess == RandomAccessKind.AtStart) return;
        reporter.Report(
            isIndependent ? Rules.IndependentSegmentsBroken : Rules.SegmentWithoutRandomAccess, piece.MediaSequence,
            $"{piece.Uri} does not begin with a random access point");
    }

    private static void CheckDuration(Piece piece, CheckerOptions options, Reporter reporter)
    {
        TimeSpan real = Timebase.ToTimeSpan(piece.Timing.Duration, piece.Timing.ClockRate);
        if ((real - piece.Duration).Duration() <= options.DurationTolerance) return;
        reporter.Report(
            Rules.DurationMismatch, piece.MediaSequence,
            $"{piece.Uri} is said to last {piece.Duration.TotalSeconds} s and lasts {real.TotalSeconds}", piece.Uri);
    }

    /// <summary>Timestamps go on from piece to piece where no discontinuity is signalled (4.4.4.3; Apple authoring, 7.3).</summary>
    private static void CheckFollows(MediaPlaylistTrack track, Piece? before, Piece? now, CheckerOptions options, Reporter reporter)
    {
        if (before is null || now is null || !track.Done.IsFirst(now.Check(MediaCheckKind.Continuity))) return;
        TimeSpan gap = now.Timing.Start - before.Timing.End;
        if (gap.Duration() <= options.DecodeTimeTolerance) return;
        reporter.Report(Rules.DecodeTimeGap, now.MediaSequence, $"{now.Uri} begins {gap.TotalSeconds} s after the end of {before.Uri}", now.Uri);
    }

    private static void CheckSameMedia(MediaPlaylistTrack track, Piece whole, Piece first, CheckerOptions options, Reporter reporter)
    {
        if (!track.Done.IsFirst(whole.Check(MediaCheckKind.SameMedia))) return;
        TimeSpan start = whole.Timing.Start;
        if ((start - first.Timing.Start).Duration() <= options.DecodeTimeTolerance) return;
        string message = $"it begins at {start.TotalSeconds} s, its first part at {first.Timing.Start.TotalSeconds}";
        reporter.Report(Rules.SegmentDiffersFromParts, whole.MediaSequence, message);
    }

    private static Piece? Find(MediaPlaylistTrack track, MediaStore media, long msn, string uri, ByteRange? range, TimeSpan duration) =>
        media.Find(track.Resolver.Resolve(uri), range) is { Timing: { IsPlausible: true } timing } fact
            ? new Piece(msn, uri, range, duration, timing, fact.Size)
            : null;

    private sealed record Piece(long MediaSequence, string Uri, ByteRange? Range, TimeSpan Duration, MediaTiming Timing, long Size)
    {
        public MediaCheck Check(MediaCheckKind kind) => new(kind, MediaSequence, Uri, Range);
    }
}
