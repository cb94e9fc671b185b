namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>Parts from one state of a playlist to the next: they are only appended, until they leave from the front (6.2.1, 6.2.2).</summary>
internal static class PartHistoryRules
{
    /// <returns>False when parts at the live edge are gone.</returns>
    public static bool Check(Reload reload, MediaPlaylist before)
    {
        MediaPlaylist now = reload.Now;
        TimeSpan behind = reload.OpenDuration;
        bool isWhole = true;
        for (int i = now.Segments.Count - 1; i >= 0; i--)
        {
            long msn = now.MediaSequence + i;
            bool wasOpen = msn == before.NextMediaSequence;
            MediaSegment? had = wasOpen ? before.Open : msn < before.NextMediaSequence ? before.Segments[(int)(msn - before.MediaSequence)] : null;
            if (had is not null) isWhole &= CheckParts(reload, msn, had, now.Segments[i], wasOpen, behind);
            behind += now.Segments[i].Duration;
        }

        if (before.Open is null || now.NextMediaSequence != before.NextMediaSequence) return isWhole;
        if (now.Open is not null) return isWhole & CheckParts(reload, now.NextMediaSequence, before.Open, now.Open, true, TimeSpan.Zero);
        reload.Reporter.Report(Rules.PartLost, now.NextMediaSequence, "its parts are gone");
        return false;
    }

    private static bool CheckParts(Reload reload, long msn, MediaSegment had, MediaSegment has, bool mayGrow, TimeSpan behind)
    {
        int removed = CountRemoved(had.Parts, has.Parts);
        if (removed > 0 && !IsRemovable(reload, had, removed, behind, out TimeSpan distance))
        {
            reload.Reporter.Report(
                has.IsOpen ? Rules.PartLost : Rules.PartRemovedEarly, msn,
                $"{removed} parts left the list {distance.TotalSeconds} s before the end of the playlist");
            return !has.IsOpen;
        }

        int kept = had.Parts.Count - removed;
        for (int i = 0; i < Math.Min(kept, has.Parts.Count); i++)
        {
            if (had.Parts[removed + i] == has.Parts[i]) continue;
            reload.Reporter.Report(Rules.PartChanged, msn, $"part {i}: {had.Parts[removed + i]} became {has.Parts[i]}");
            return true;
        }

        if (has.Parts.Count < kept) reload.Reporter.Report(Rules.PartLost, msn, $"{kept} parts became {has.Parts.Count}");
        // Parts of what a delta update skipped are not known to have stayed listed.
        bool isInserted = has.Parts.Count > kept && !mayGrow && behind <= 3 * reload.TargetDuration;
        if (isInserted) reload.Reporter.Report(Rules.PartInserted, msn, $"{kept} parts of a complete segment became {has.Parts.Count}");
        return has.Parts.Count >= kept;
    }

    /// <summary>How many of the oldest parts have left the list.</summary>
    private static int CountRemoved(ValueList<PartialSegment> had, ValueList<PartialSegment> has)
    {
        if (has.Count == 0) return had.Count;
        for (int i = 0; i < had.Count; i++)
        {
            if (had[i].Uri == has[0].Uri && had[i].Range == has[0].Range) return i;
        }

        return 0;
    }

    /// <summary>Whether the removed parts were no longer at the live edge: each began more than three target durations before the end.</summary>
    private static bool IsRemovable(Reload reload, MediaSegment had, int removed, TimeSpan behind, out TimeSpan distance)
    {
        distance = behind;
        for (int i = removed - 1; i < had.Parts.Count; i++) distance += had.Parts[i].Duration;
        return distance > 3 * reload.TargetDuration;
    }
}
