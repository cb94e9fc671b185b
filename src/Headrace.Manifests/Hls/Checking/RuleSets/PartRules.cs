namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>The parts of one playlist: durations, sums, how long they stay listed.</summary>
internal static class PartRules
{
    private const double Floor = 0.85;

    public static void Check(Reload reload)
    {
        MediaPlaylist now = reload.Now;
        if (now.PartTarget is not { } target) return;
        if (now.Open is { } open) CheckDurations(reload, now.NextMediaSequence, open, target);
        TimeSpan behind = reload.OpenDuration;
        for (int i = now.Segments.Count - 1; i >= 0; i--)
        {
            MediaSegment segment = now.Segments[i];
            long msn = now.MediaSequence + i;
            CheckDurations(reload, msn, segment, target);
            if (segment.Parts.Count > 0)
            {
                // They should leave after three target durations; that they leave with the next segment is good enough.
                if (behind > 4 * reload.TargetDuration)
                {
                    reload.Reporter.Report(Rules.PartsKeptLong, $"parts stay listed {behind.TotalSeconds} s before the end");
                }

                CheckSum(reload, msn, segment, behind + segment.Duration <= 3 * reload.TargetDuration);
            }

            behind += segment.Duration;
        }
    }

    private static void CheckDurations(Reload reload, long msn, MediaSegment segment, TimeSpan target)
    {
        for (int i = 0; i < segment.Parts.Count; i++)
        {
            PartialSegment part = segment.Parts[i];
            if (part.Duration > target)
            {
                reload.Reporter.Report(
                    Rules.PartOverTarget, msn, $"{part.Uri} lasts {part.Duration.TotalSeconds} s, PART-TARGET is {target.TotalSeconds}", part.Uri);
            }

            // The last part may be short; that of an open segment may turn out to be the last.
            bool isExempt = part.IsIndependent || part.IsGap || i == segment.Parts.Count - 1 || segment.Parts[i + 1].IsGap;
            if (isExempt || part.Duration.Ticks >= Floor * target.Ticks) continue;
            Rule rule = reload.Options.IsFrameRateVariable ? Rules.PartUnderFloorAtVariableRate : Rules.PartUnderFloor;
            reload.Reporter.Report(
                rule, msn, $"{part.Uri} lasts {part.Duration.TotalSeconds} s, 85 % of PART-TARGET are {target.TotalSeconds * Floor}", part.Uri);
        }
    }

    /// <summary>The oldest parts of a segment may have left the list already where it lies beyond three target durations.</summary>
    private static void CheckSum(Reload reload, long msn, MediaSegment segment, bool isWholeListed)
    {
        TimeSpan sum = TimeSpan.Zero;
        foreach (PartialSegment part in segment.Parts) sum += part.Duration;
        TimeSpan tolerance = reload.Options.DurationTolerance;
        if (sum > segment.Duration + tolerance || (isWholeListed && sum < segment.Duration - tolerance))
        {
            reload.Reporter.Report(Rules.PartsDoNotSum, msn, $"parts sum to {sum.TotalSeconds} s, EXTINF is {segment.Duration.TotalSeconds}");
        }
    }
}
