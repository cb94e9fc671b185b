namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>What a preload hint names is what comes next (4.4.5.3). At a discontinuity the plan may have changed (6.2.6).</summary>
internal static class HintRules
{
    public static void Check(Reload reload)
    {
        if (reload.Before is not { } before || reload.Now.NextMediaSequence < before.NextMediaSequence) return;
        CheckPart(reload, before);
        CheckMap(reload, before);
    }

    private static void CheckPart(Reload reload, MediaPlaylist before)
    {
        if (Find(before, PreloadHintType.Part) is not { } hint) return;
        int known = before.Open?.Parts.Count ?? 0;
        long msn = before.NextMediaSequence;
        MediaSegment? segment = SegmentAt(reload.Now, msn);
        if (segment is not null && known > 0 && segment.Parts.Count == known && !segment.IsOpen)
        {
            (segment, known, msn) = (SegmentAt(reload.Now, msn + 1), 0, msn + 1);
        }

        if (segment is null || segment.Parts.Count <= known || (known == 0 && segment.IsDiscontinuity)) return;
        PartialSegment next = segment.Parts[known];
        if (next.Uri == hint.Uri && (hint.RangeStart ?? 0) == (next.Range?.Offset ?? 0)) return;
        reload.Reporter.Report(Rules.HintNotKept, msn, $"part {hint.Uri} was hinted, {next.Uri} came");
    }

    private static void CheckMap(Reload reload, MediaPlaylist before)
    {
        MediaMap? last = before.Open?.Map ?? (before.Segments.Count > 0 ? before.Segments[^1].Map : null);
        if (Find(before, PreloadHintType.Map) is not { } hint) return;
        for (long msn = before.NextMediaSequence; SegmentAt(reload.Now, msn) is { } segment; msn++)
        {
            if (segment.Map is not { } map || map == last) continue;
            if (map.Uri != hint.Uri && !segment.IsDiscontinuity)
            {
                reload.Reporter.Report(Rules.HintNotKept, msn, $"map {hint.Uri} was hinted, {map.Uri} came");
            }

            return;
        }
    }

    private static PreloadHint? Find(MediaPlaylist playlist, PreloadHintType type)
    {
        foreach (PreloadHint hint in playlist.PreloadHints)
        {
            if (hint.Type == type) return hint;
        }

        return null;
    }

    private static MediaSegment? SegmentAt(MediaPlaylist playlist, long msn)
    {
        long index = msn - playlist.MediaSequence;
        if (index < 0 || index > playlist.Segments.Count) return null;
        return index == playlist.Segments.Count ? playlist.Open : playlist.Segments[(int)index];
    }
}
