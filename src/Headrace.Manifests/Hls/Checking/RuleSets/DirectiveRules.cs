namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>Answers to requests with _HLS_msn and _HLS_part (6.2.5.2).</summary>
internal static class DirectiveRules
{
    /// <summary>How far ahead of the last segment a request may be.</summary>
    private const int MostAhead = 2;

    public static void Check(Reload reload)
    {
        MediaPlaylist now = reload.Now;
        if (now.ServerControl is not { CanBlockReload: true } || now.IsEnded) return;
        if (reload.Target is { Part: not null, MediaSequence: null })
        {
            reload.Reporter.Report(Rules.PartWithoutSequenceAccepted, "_HLS_part without _HLS_msn was answered with a playlist");
        }

        if (reload.Target.MediaSequence is not { } msn) return;
        if (reload.Before is { } before && reload.RequestedAt > reload.BeforeAt && msn > before.LastPosition.MediaSequence + MostAhead)
        {
            reload.Reporter.Report(
                Rules.FarRequestNotRefused, $"_HLS_msn={msn} was answered when the playlist ended with {before.LastPosition.MediaSequence}",
                $"{msn}");
        }

        if (Holds(now, msn, reload.Target.Part)) return;
        string asked = reload.Target.Part is { } part ? $"_HLS_msn={msn}&_HLS_part={part}" : $"_HLS_msn={msn}";
        reload.Reporter.Report(Rules.BlockingAnswerEarly, msn, $"the answer to {asked} does not hold it", asked);
    }

    /// <summary>Whether a playlist holds what was asked for, or later. A part behind a segment's last is the first of the next.</summary>
    private static bool Holds(MediaPlaylist playlist, long msn, long? part)
    {
        if (playlist.NextMediaSequence <= msn)
        {
            return part is { } open && playlist.NextMediaSequence == msn && (playlist.Open?.Parts.Count ?? 0) > open;
        }

        if (part is not { } index || playlist.NextMediaSequence > msn + 1 || msn < playlist.MediaSequence) return true;
        int listed = playlist.Segments[(int)(msn - playlist.MediaSequence)].Parts.Count;
        return listed == 0 || index < listed || playlist.Open is not null;
    }
}
