namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>The segments of one playlist: durations, maps, URIs.</summary>
internal static class SegmentRules
{
    public static void Check(Reload reload)
    {
        MediaPlaylist now = reload.Now;
        HashSet<(string Uri, ByteRange? Range)> uris = [];
        for (int i = 0; i < now.Segments.Count; i++) CheckSegment(reload, now.MediaSequence + i, now.Segments[i], uris);
        if (now.Open is { } open) CheckSegment(reload, now.NextMediaSequence, open, uris);
    }

    private static void CheckSegment(Reload reload, long msn, MediaSegment segment, HashSet<(string Uri, ByteRange? Range)> uris)
    {
        Reporter reporter = reload.Reporter;
        if (!segment.IsOpen && Math.Round(segment.Duration.TotalSeconds, MidpointRounding.AwayFromZero) > reload.Now.TargetDuration)
        {
            reporter.Report(Rules.DurationOverTarget, msn, $"EXTINF {segment.Duration.TotalSeconds} s, TARGETDURATION {reload.Now.TargetDuration}");
        }

        string first = segment.IsOpen ? segment.Parts[0].Uri : segment.Uri;
        if (segment.Map is null && IsFragmentedMp4(first)) reporter.Report(Rules.MapMissing, msn, $"{first} has no EXT-X-MAP");
        if (!segment.IsOpen && !segment.IsGap && !uris.Add((segment.Uri, segment.Range)))
        {
            reporter.Report(Rules.UriTwice, msn, $"{segment.Uri} stands twice");
        }

        foreach (PartialSegment part in segment.Parts)
        {
            if (!part.IsGap && !uris.Add((part.Uri, part.Range))) reporter.Report(Rules.UriTwice, msn, $"{part.Uri} stands twice", part.Uri);
        }
    }

    private static bool IsFragmentedMp4(string uri)
    {
        ReadOnlySpan<char> path = UrlResolver.PathOf(uri);
        foreach (string extension in (ReadOnlySpan<string>)[".m4s", ".mp4", ".m4v", ".m4a", ".cmfv", ".cmfa"])
        {
            if (path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
