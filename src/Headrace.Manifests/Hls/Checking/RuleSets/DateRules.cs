namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>Program dates and times of one playlist.</summary>
internal static class DateRules
{
    /// <summary>6.2.1: overlaps below a second are allowed.</summary>
    private static readonly TimeSpan AllowedOverlap = TimeSpan.FromSeconds(1);

    public static void Check(Reload reload)
    {
        MediaPlaylist now = reload.Now;
        DateTime? last = null;
        TimeSpan since = TimeSpan.Zero;
        bool isBroken = false;
        for (int i = 0; i < now.Segments.Count + 1; i++)
        {
            MediaSegment? segment = i < now.Segments.Count ? now.Segments[i] : now.Open;
            if (segment is null) break;
            isBroken |= segment.IsDiscontinuity;
            if (segment.ProgramDateTime is { } date)
            {
                if (last is { } before) CheckStep(reload, now.MediaSequence + i, date - before - since, isBroken);
                (last, since, isBroken) = (date, TimeSpan.Zero, false);
            }
            else if (segment.IsDiscontinuity && last is not null)
            {
                reload.Reporter.Report(
                    Rules.ProgramDateTimeMissingAtDiscontinuity, now.MediaSequence + i, "a discontinuity without EXT-X-PROGRAM-DATE-TIME");
            }

            since += segment.Duration;
        }

        if (last is null && now.Segments.Count > 0 && now.PlaylistType is null)
        {
            reload.Reporter.Report(Rules.ProgramDateTimeMissing, "a live playlist without EXT-X-PROGRAM-DATE-TIME");
        }
    }

    /// <param name="reload">The playlist.</param>
    /// <param name="msn">The segment that has the later date.</param>
    /// <param name="deviation">By how much that date is later than the durations lead to.</param>
    /// <param name="isBroken">Whether a discontinuity lies between.</param>
    private static void CheckStep(Reload reload, long msn, TimeSpan deviation, bool isBroken)
    {
        if (deviation <= -AllowedOverlap)
        {
            reload.Reporter.Report(
                Rules.ProgramDateTimeOverlap, msn, $"its date lies {-deviation.TotalSeconds} s before the end of what precedes it");
        }
        else if (!isBroken && deviation.Duration() > reload.Options.ProgramDateTimeTolerance)
        {
            reload.Reporter.Report(Rules.ProgramDateTimeDrift, msn, $"its date is {deviation.TotalSeconds} s off the durations before it");
        }
    }
}
