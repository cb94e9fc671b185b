namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>Delta updates (6.2.5.1): asked for, announced, within the skip boundary, and the full playlist less what they skip.</summary>
internal static class DeltaRules
{
    /// <summary>Checks the answer to a request that asked for a delta update and got a full playlist.</summary>
    public static void CheckWithheld(MediaPlaylist full, RequestTarget target, Reporter reporter)
    {
        int skippable = SkipBoundary.CountSkippable(full);
        if (target.AsksForDelta && skippable > 0)
        {
            reporter.Report(Rules.DeltaWithheld, $"_HLS_skip was answered with a full playlist of which {skippable} segments can be skipped");
        }
    }

    /// <summary>Makes the full playlist that a client would have, and checks what can be seen without the server's own full one.</summary>
    public static MediaPlaylist? Apply(MediaPlaylistTrack track, MediaPlaylist delta, RequestTarget target, Reporter reporter)
    {
        if (!target.AsksForDelta) reporter.Report(Rules.DeltaUnasked, "EXT-X-SKIP in the answer to a request without _HLS_skip");
        if (delta.ServerControl?.CanSkipUntil is not { } boundary)
        {
            reporter.Report(Rules.DeltaUnannounced, "EXT-X-SKIP without CAN-SKIP-UNTIL");
            return null;
        }

        TimeSpan kept = delta.Duration + (delta.Open?.Duration ?? TimeSpan.Zero);
        if (kept <= boundary)
        {
            reporter.Report(Rules.DeltaSkipsTooMuch, $"{kept.TotalSeconds} s are left, the boundary is at {boundary.TotalSeconds}");
            return null;
        }

        if (track.Last is not { } before) return null;
        if (!DeltaUpdate.TryApply(before, delta, out MediaPlaylist? full))
        {
            // 6.3.7: a client that is older than half the boundary does not ask.
            if (reporter.At - track.LastAt < boundary / 2)
            {
                reporter.Report(
                    Rules.DeltaNotApplicable,
                    $"it skips {delta.SkippedSegments} segments from {delta.MediaSequence} on, which were never all listed");
            }

            return null;
        }

        int skippable = SkipBoundary.CountSkippable(full);
        if (delta.SkippedSegments < skippable)
        {
            reporter.Report(Rules.DeltaSkipsTooLittle, $"{delta.SkippedSegments} of {skippable} segments are skipped");
        }

        return full;
    }

    /// <summary>Holds what the client made against what the server has; that may already be some parts further.</summary>
    public static void Compare(MediaPlaylist applied, int skipped, MediaPlaylist full, Reporter reporter)
    {
        if (FindDifference(applied, skipped, full) is { } difference) reporter.Report(Rules.DeltaMismatch, difference, difference);
    }

    private static string? FindDifference(MediaPlaylist applied, int skipped, MediaPlaylist full)
    {
        if (applied.TargetDuration != full.TargetDuration || applied.PartTarget != full.PartTarget || applied.ServerControl != full.ServerControl)
        {
            return "targets differ";
        }

        if (applied.MediaSequence == full.MediaSequence && applied.DiscontinuitySequence != full.DiscontinuitySequence)
        {
            return "EXT-X-DISCONTINUITY-SEQUENCE differs";
        }

        if (applied.MediaSequence > full.MediaSequence || applied.NextMediaSequence > full.NextMediaSequence) return "EXT-X-MEDIA-SEQUENCE differs";
        for (long msn = Math.Max(full.MediaSequence, applied.MediaSequence); msn < applied.NextMediaSequence; msn++)
        {
            MediaSegment mine = applied.Segments[(int)(msn - applied.MediaSequence)];
            MediaSegment theirs = full.Segments[(int)(msn - full.MediaSequence)];
            string? difference = SegmentDifference.Find(mine, theirs);
            if (difference is null && mine.IsDiscontinuity != theirs.IsDiscontinuity && msn > full.MediaSequence)
            {
                difference = "EXT-X-DISCONTINUITY differs";
            }

            if (difference is null && msn >= applied.MediaSequence + skipped && theirs.Parts.Count > 0 && mine.Parts != theirs.Parts)
            {
                difference = "parts differ";
            }

            if (difference is not null) return $"segment {msn}: {difference}";
        }

        if (applied.NextMediaSequence != full.NextMediaSequence || applied.Open is not { } open) return null;
        if (full.Open is not { } theirOpen || theirOpen.Parts.Count < open.Parts.Count) return "parts of the open segment are missing";
        bool isSame = open.Parts.AsSpan().SequenceEqual(theirOpen.Parts.AsSpan()[..open.Parts.Count]);
        return isSame ? SegmentDifference.FindInCommon(open, theirOpen) : "parts of the open segment differ";
    }
}
