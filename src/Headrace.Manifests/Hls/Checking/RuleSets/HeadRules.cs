namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>What a playlist announces for all of itself.</summary>
internal static class HeadRules
{
    private const int AppleTargetDuration = 6;
    private const int AppleLeastSegments = 6;
    private static readonly TimeSpan AppleLongestWindowWithoutDelta = TimeSpan.FromMinutes(2);

    public static void Check(Reload reload)
    {
        MediaPlaylist now = reload.Now;
        Reporter reporter = reload.Reporter;
        bool isLive = !now.IsEnded && now.PlaylistType is null;
        // 0 also stands for a tag that is missing, which has its own finding; it may be there and say 0.
        if (now.TargetDuration < 1) reporter.Report(Rules.TargetDurationInvalid, "TARGETDURATION is below 1");
        else if (now.TargetDuration != AppleTargetDuration) reporter.Report(Rules.TargetDurationNotSix, $"TARGETDURATION is {now.TargetDuration}");
        CheckDistances(reload);
        CheckLowLatency(reload);
        if (isLive && now.Duration > AppleLongestWindowWithoutDelta && now.ServerControl?.CanSkipUntil is null)
        {
            reporter.Report(Rules.DeltaNotOffered, $"the playlist lasts {now.Duration.TotalSeconds:0} s and offers no delta updates");
        }

        // A stream that is young has not had time for more.
        bool hasRemoved = reload.Before is { } before && before.MediaSequence < now.MediaSequence;
        if (isLive && hasRemoved && now.Segments.Count < AppleLeastSegments)
        {
            reporter.Report(Rules.TooFewSegments, $"{now.Segments.Count} segments");
        }
    }

    private static void CheckDistances(Reload reload)
    {
        MediaPlaylist now = reload.Now;
        Reporter reporter = reload.Reporter;
        if (now.ServerControl is not { } control) return;
        if (control.HoldBack < 3 * reload.TargetDuration)
        {
            reporter.Report(Rules.HoldBackTooShort, $"HOLD-BACK is {control.HoldBack.Value.TotalSeconds} s");
        }

        if (control.CanSkipUntil < 6 * reload.TargetDuration)
        {
            reporter.Report(Rules.SkipBoundaryTooShort, $"CAN-SKIP-UNTIL is {control.CanSkipUntil.Value.TotalSeconds} s");
        }

        if (control is { CanSkipDateRanges: true, CanSkipUntil: null })
        {
            reporter.Report(Rules.SkipBoundaryMissing, "CAN-SKIP-DATERANGES without CAN-SKIP-UNTIL");
        }

        if (now.PartTarget is not { } target || control.PartHoldBack is not { } hold) return;
        if (hold < 2 * target) reporter.Report(Rules.PartHoldBackTooShort, $"PART-HOLD-BACK is {hold.TotalSeconds} s");
        else if (hold < 3 * target) reporter.Report(Rules.PartHoldBackBelowThree, $"PART-HOLD-BACK is {hold.TotalSeconds} s");
    }

    private static void CheckLowLatency(Reload reload)
    {
        MediaPlaylist now = reload.Now;
        Reporter reporter = reload.Reporter;
        if (!reload.IsLowLatency && HasParts(now)) reporter.Report(Rules.PartInfMissing, "parts without EXT-X-PART-INF");
        if (reload.IsLowLatency && now.ServerControl?.PartHoldBack is null)
        {
            reporter.Report(Rules.PartHoldBackMissing, "EXT-X-PART-INF without PART-HOLD-BACK");
        }

        int parts = 0, maps = 0;
        foreach (PreloadHint hint in now.PreloadHints) _ = hint.Type == PreloadHintType.Part ? parts++ : maps++;
        if (parts > 1 || maps > 1) reporter.Report(Rules.SeveralHintsOfOneType, $"{parts} hints of parts, {maps} of maps");
        if (now.IsEnded)
        {
            if (now.PreloadHints.Count > 0) reporter.Report(Rules.PreloadHintAfterEnd, "EXT-X-PRELOAD-HINT with EXT-X-ENDLIST");
            return;
        }

        if (!reload.IsLowLatency) return;
        if (now.ServerControl is not { CanBlockReload: true }) reporter.Report(Rules.BlockingReloadMissing, "parts without CAN-BLOCK-RELOAD");
        if (parts == 0) reporter.Report(Rules.PreloadHintMissing, "parts without EXT-X-PRELOAD-HINT");
    }

    private static bool HasParts(MediaPlaylist playlist)
    {
        if (playlist.Open is not null) return true;
        foreach (MediaSegment segment in playlist.Segments)
        {
            if (segment.Parts.Count > 0) return true;
        }

        return false;
    }
}
