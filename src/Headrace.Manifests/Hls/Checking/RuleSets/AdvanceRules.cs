using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>
/// A live playlist goes on: a new segment at the latest one and a half target durations after the last, a new part within PART-TARGET
/// (6.2.1). Times are exact where a blocking reload was answered; else only what was seen to stand still counts.
/// </summary>
internal static class AdvanceRules
{
    private const double SegmentFactor = 1.5;

    public static void Check(Reload reload, HistoryVerdict verdict)
    {
        MediaPlaylistTrack track = reload.Track;
        MonotonicTime at = reload.Reporter.At;
        if (reload.Before is not { } before || verdict != HistoryVerdict.Continues)
        {
            (track.LastSegmentAt, track.LastPartAt, track.LastStandstillAt) = (at, at, at);
            return;
        }

        Judge(track, reload.Now, reload.Reporter);
        bool hasNewSegment = reload.Now.NextMediaSequence > before.NextMediaSequence;
        if (hasNewSegment || Newer(reload.Now.LastPosition, before.LastPosition))
        {
            CheckPart(reload, at);
            track.LastPartAt = at;
        }

        if (!hasNewSegment)
        {
            track.LastStandstillAt = at;
            return;
        }

        bool isPrompt = reload.Target.MediaSequence is not null;
        string? stall = FindStall(track, reload.Options, isPrompt ? at : track.LastStandstillAt, before.TargetDuration);
        if (stall is not null) ReportStall(reload, before, stall);
        (track.LastSegmentAt, track.LastStandstillAt, track.IsPublisherAway) = (at, at, false);
    }

    /// <summary>What stands still when the observation ends.</summary>
    public static void CheckAtEnd(MediaPlaylistTrack track, Reporter reporter, CheckerOptions options)
    {
        if (track.Last is not { IsEnded: false } last) return;
        string? stall = track.Stall?.Message ?? FindStall(track, options, track.LastStandstillAt, last.TargetDuration);
        if (stall is not null) reporter.Report(Rules.PlaylistStalled, stall, stall);
    }

    private static void ReportStall(Reload reload, MediaPlaylist before, string stall)
    {
        MediaPlaylist now = reload.Now;
        bool isOnlyCompleted = before.Open is not null && now.Open is null && now.NextMediaSequence == before.NextMediaSequence + 1;
        if (BeginsAnew(now, before)) reload.Reporter.Report(Rules.StallBeforeDiscontinuity, stall, stall);
        else if (isOnlyCompleted) reload.Track.Stall = new PendingStall(now.NextMediaSequence, stall);
        else reload.Reporter.Report(Rules.PlaylistStalled, stall, stall);
    }

    private static string? FindStall(MediaPlaylistTrack track, CheckerOptions options, MonotonicTime until, int targetDuration)
    {
        TimeSpan stood = until - track.LastSegmentAt;
        if (track.IsPublisherAway || stood <= TimeSpan.FromSeconds(targetDuration) * SegmentFactor + options.ArrivalTolerance) return null;
        return $"no new segment for {stood.TotalSeconds:0.000} s, TARGETDURATION is {targetDuration}";
    }

    /// <summary>Judges a stall that ended with the end of an open segment, when the segment behind it is there.</summary>
    private static void Judge(MediaPlaylistTrack track, MediaPlaylist now, Reporter reporter)
    {
        if (track.Stall is not { } stall || now.NextMediaSequence < stall.NextMediaSequence) return;
        long index = stall.NextMediaSequence - now.MediaSequence;
        MediaSegment? next = index < 0 ? null : index < now.Segments.Count ? now.Segments[(int)index] : now.Open;
        if (next is null && index >= 0) return;
        reporter.Report(next is { IsDiscontinuity: true } ? Rules.StallBeforeDiscontinuity : Rules.PlaylistStalled, stall.Message, stall.Message);
        track.Stall = null;
    }

    private static void CheckPart(Reload reload, MonotonicTime at)
    {
        bool isPrompt = reload.Target is { MediaSequence: not null, Part: not null };
        if (!isPrompt || reload.Track.IsPublisherAway || reload.Now.PartTarget is not { } target || reload.Now.IsEnded) return;
        TimeSpan waited = at - reload.Track.LastPartAt;
        if (waited <= target + reload.Options.ArrivalTolerance || BeginsAnew(reload.Now, reload.Before!)) return;
        reload.Reporter.Report(
            Rules.PartLate, $"a part came {waited.TotalSeconds:0.000} s after the one before it, PART-TARGET is {target.TotalSeconds}",
            $"{at.Nanoseconds}");
    }

    /// <summary>Whether what is new follows a discontinuity: the publisher was away and is back.</summary>
    private static bool BeginsAnew(MediaPlaylist now, MediaPlaylist before)
    {
        bool wasOpen = before.Open is not null;
        for (int i = 0; i < now.Segments.Count; i++)
        {
            long msn = now.MediaSequence + i;
            if ((msn > before.NextMediaSequence || (msn == before.NextMediaSequence && !wasOpen)) && now.Segments[i].IsDiscontinuity) return true;
        }

        return now.Open is { IsDiscontinuity: true } && (now.NextMediaSequence > before.NextMediaSequence || !wasOpen);
    }

    private static bool Newer(PlaylistPosition now, PlaylistPosition before) =>
        now.MediaSequence > before.MediaSequence || (now.MediaSequence == before.MediaSequence && (now.Part ?? -1) > (before.Part ?? -1));
}
