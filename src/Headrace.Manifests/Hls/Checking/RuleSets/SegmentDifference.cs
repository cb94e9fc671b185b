namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>Says in what two states of one segment differ.</summary>
internal static class SegmentDifference
{
    /// <summary>The first difference between two complete segments, their parts apart; null: none.</summary>
    public static string? Find(MediaSegment before, MediaSegment now)
    {
        if (before.Uri != now.Uri) return $"its URI was {before.Uri} and is {now.Uri}";
        if (before.Duration != now.Duration) return $"its EXTINF was {before.Duration.TotalSeconds} and is {now.Duration.TotalSeconds}";
        if (before.Title != now.Title) return $"its title was {before.Title} and is {now.Title}";
        if (before.Range != now.Range) return $"its range was {before.Range} and is {now.Range}";
        return FindInCommon(before, now);
    }

    /// <summary>The first difference in what an open segment already says; null: none.</summary>
    public static string? FindInCommon(MediaSegment before, MediaSegment now)
    {
        if (before.Map != now.Map) return $"its EXT-X-MAP was {before.Map?.Uri ?? "missing"} and is {now.Map?.Uri ?? "missing"}";
        if (before.ProgramDateTime != now.ProgramDateTime)
        {
            return $"its EXT-X-PROGRAM-DATE-TIME was {before.ProgramDateTime:O} and is {now.ProgramDateTime:O}";
        }

        if (before.IsGap != now.IsGap) return "its EXT-X-GAP came or went";
        return before.Keys != now.Keys ? "its EXT-X-KEY changed" : null;
    }
}
