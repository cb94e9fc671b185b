namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>Sequence numbers and segments from one state of a playlist to the next (6.2.1, 6.2.2).</summary>
internal static class HistoryRules
{
    public static HistoryVerdict Check(Reload reload)
    {
        if (reload.Before is not { } before) return HistoryVerdict.Continues;
        MediaPlaylist now = reload.Now;
        Reporter reporter = reload.Reporter;
        if (before.IsEnded)
        {
            if (!now.IsEnded || now.NextMediaSequence != before.NextMediaSequence)
            {
                reporter.Report(Rules.ChangedAfterEnd, "the playlist went on behind EXT-X-ENDLIST");
            }

            return HistoryVerdict.Renumbered;
        }

        if (now.MediaSequence < before.MediaSequence)
        {
            reporter.Report(
                Rules.MediaSequenceDecreased, $"EXT-X-MEDIA-SEQUENCE was {before.MediaSequence} and is {now.MediaSequence}", $"{now.MediaSequence}");
            return HistoryVerdict.WentBack;
        }

        if (now.NextMediaSequence < before.NextMediaSequence)
        {
            reporter.Report(
                Rules.SegmentLost, now.NextMediaSequence,
                $"the playlist ended with segment {before.NextMediaSequence - 1} and ends with {now.NextMediaSequence - 1}");
            return HistoryVerdict.WentBack;
        }

        if (now.MediaSequence > before.NextMediaSequence)
        {
            CheckJump(reload, before);
            return HistoryVerdict.Renumbered;
        }

        if (IsShifted(before, now))
        {
            reporter.Report(Rules.MediaSequenceInconsistent, now.MediaSequence, $"{now.Segments[0].Uri} has another sequence number than before");
            return HistoryVerdict.Renumbered;
        }

        CheckRemoval(reload, before);
        CheckDiscontinuities(reload, before);
        CheckSegments(reload, before);
        return PartHistoryRules.Check(reload, before) ? HistoryVerdict.Continues : HistoryVerdict.WentBack;
    }

    /// <summary>Segments that came and went between two reloads: each must stay until three target durations have followed it.</summary>
    private static void CheckJump(Reload reload, MediaPlaylist before)
    {
        if (reload.Reporter.At - reload.BeforeAt >= 3 * reload.TargetDuration) return;
        reload.Reporter.Report(Rules.MediaSequenceJumped, reload.Now.MediaSequence, $"segments from {before.NextMediaSequence} on were never listed");
    }

    /// <summary>Whether the first segment was known under another number, and its number under another URI.</summary>
    private static bool IsShifted(MediaPlaylist before, MediaPlaylist now)
    {
        if (now.Segments.Count == 0) return false;
        MediaSegment first = now.Segments[0];
        long offset = now.MediaSequence - before.MediaSequence;
        if (offset < before.Segments.Count && before.Segments[(int)offset].Uri == first.Uri && before.Segments[(int)offset].Range == first.Range)
        {
            return false;
        }

        foreach (MediaSegment segment in before.Segments)
        {
            if (segment.Uri == first.Uri && segment.Range == first.Range) return true;
        }

        return false;
    }

    private static void CheckRemoval(Reload reload, MediaPlaylist before)
    {
        MediaPlaylist now = reload.Now;
        if (now.MediaSequence == before.MediaSequence) return;
        if (before.PlaylistType is { } type) reload.Reporter.Report(Rules.RemovedFromTypedPlaylist, $"segments left a playlist of type {type}");
        if (now.IsEnded || now.Duration >= 3 * reload.TargetDuration) return;
        reload.Reporter.Report(
            Rules.SegmentRemovedEarly, now.MediaSequence - 1,
            $"without it the playlist lasts {now.Duration.TotalSeconds} s, less than three target durations");
    }

    /// <summary>A segment's discontinuity sequence number never changes, whatever leaves before it.</summary>
    private static void CheckDiscontinuities(Reload reload, MediaPlaylist before)
    {
        MediaPlaylist now = reload.Now;
        long had = before.DiscontinuitySequence + CountDiscontinuities(before, now.MediaSequence);
        bool isFirstBroken = (now.Segments.Count > 0 ? now.Segments[0] : now.Open) is { IsDiscontinuity: true };
        bool isKnown = now.MediaSequence < before.NextMediaSequence || before.Open is not null;
        // A first segment that was never seen may begin with a discontinuity of its own.
        long has = now.DiscontinuitySequence + (isFirstBroken && isKnown ? 1 : 0);
        if (had != has)
        {
            reload.Reporter.Report(Rules.DiscontinuitySequenceWrong, now.MediaSequence, $"its discontinuity sequence number was {had} and is {has}");
        }
    }

    /// <summary>Discontinuities before and at the segment with a given number, as far as it is listed.</summary>
    private static int CountDiscontinuities(MediaPlaylist playlist, long upTo)
    {
        int count = 0;
        for (int i = 0; i < playlist.Segments.Count && playlist.MediaSequence + i <= upTo; i++) count += playlist.Segments[i].IsDiscontinuity ? 1 : 0;
        return count + (playlist.NextMediaSequence <= upTo && playlist.Open is { IsDiscontinuity: true } ? 1 : 0);
    }

    private static void CheckSegments(Reload reload, MediaPlaylist before)
    {
        MediaPlaylist now = reload.Now;
        for (long msn = now.MediaSequence; msn < before.NextMediaSequence; msn++)
        {
            MediaSegment had = before.Segments[(int)(msn - before.MediaSequence)];
            MediaSegment has = now.Segments[(int)(msn - now.MediaSequence)];
            Report(reload, msn, SegmentDifference.Find(had, has) ?? FindBreak(reload, msn, had, has));
        }

        if (before.Open is not { } open) return;
        long index = before.NextMediaSequence - now.MediaSequence;
        MediaSegment? then = index < now.Segments.Count ? now.Segments[(int)index] : now.Open;
        if (then is not null)
        {
            Report(
                reload, before.NextMediaSequence,
                SegmentDifference.FindInCommon(open, then) ?? FindBreak(reload, before.NextMediaSequence, open, then));
        }
    }

    /// <summary>The first segment's EXT-X-DISCONTINUITY may have become part of the sequence number, which is checked apart.</summary>
    private static string? FindBreak(Reload reload, long msn, MediaSegment had, MediaSegment has) =>
        had.IsDiscontinuity == has.IsDiscontinuity || msn == reload.Now.MediaSequence ? null : "its EXT-X-DISCONTINUITY came or went";

    private static void Report(Reload reload, long msn, string? difference)
    {
        if (difference is not null) reload.Reporter.Report(Rules.SegmentChanged, msn, difference, difference);
    }
}
