namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>What a server may not change while a playlist lives (6.2.1).</summary>
internal static class FrozenRules
{
    public static void Check(Reload reload)
    {
        if (reload.Before is not { } before) return;
        MediaPlaylist now = reload.Now;
        ServerControl had = before.ServerControl ?? new ServerControl();
        ServerControl has = now.ServerControl ?? new ServerControl();
        if (before.TargetDuration != now.TargetDuration)
        {
            Report(reload, Rules.TargetDurationChanged, $"TARGETDURATION was {before.TargetDuration} and is {now.TargetDuration}");
        }

        CheckSeconds(reload, Rules.PartTargetChanged, "PART-TARGET", before.PartTarget, now.PartTarget);
        CheckSeconds(reload, Rules.PartHoldBackChanged, "PART-HOLD-BACK", had.PartHoldBack, has.PartHoldBack);
        CheckSeconds(reload, Rules.HoldBackChanged, "HOLD-BACK", had.HoldBack, has.HoldBack);
        CheckSeconds(reload, Rules.SkipBoundaryChanged, "CAN-SKIP-UNTIL", had.CanSkipUntil, has.CanSkipUntil);
        if (had.CanBlockReload != has.CanBlockReload)
        {
            Report(reload, Rules.BlockReloadChanged, $"CAN-BLOCK-RELOAD was {had.CanBlockReload} and is {has.CanBlockReload}");
        }

        if (before.PlaylistType != now.PlaylistType)
        {
            Report(reload, Rules.PlaylistHeadChanged, $"PLAYLIST-TYPE was {before.PlaylistType} and is {now.PlaylistType}");
        }

        if (before.IsIndependentSegments != now.IsIndependentSegments)
        {
            Report(reload, Rules.PlaylistHeadChanged, "EXT-X-INDEPENDENT-SEGMENTS came or went");
        }

        if (before.IsIFramesOnly != now.IsIFramesOnly) Report(reload, Rules.PlaylistHeadChanged, "EXT-X-I-FRAMES-ONLY came or went");
        if (had.CanSkipDateRanges != has.CanSkipDateRanges) Report(reload, Rules.PlaylistHeadChanged, "CAN-SKIP-DATERANGES came or went");
    }

    private static void CheckSeconds(Reload reload, Rule rule, string name, TimeSpan? had, TimeSpan? has)
    {
        if (had != has)
        {
            Report(reload, rule, $"{name} was {had?.TotalSeconds.ToString() ?? "missing"} and is {has?.TotalSeconds.ToString() ?? "missing"}");
        }
    }

    private static void Report(Reload reload, Rule rule, string message) => reload.Reporter.Report(rule, message, message);
}
