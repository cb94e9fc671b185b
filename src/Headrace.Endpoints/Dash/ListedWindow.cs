using Headrace.Manifests.Dash;
using Headrace.Manifests.Hls;

namespace Headrace.Endpoints.Dash;

/// <summary>
/// What one viewer is shown of a list of segments. libavformat begins with the first of them, and where that one has left the list when it looks again, it jumps: the newest few are shown
/// to who comes, and those that follow beside them, so that who is slow to begin loses nothing.
/// </summary>
internal static class ListedWindow
{
    /// <summary>Segments that a viewer begins with: one more than players are asked to stay behind live.</summary>
    private const int AtFirst = 4;

    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(10);

    /// <summary>Where a viewer begins who comes now, from the start of the period; null where that cannot be said.</summary>
    public static TimeSpan? Begin(Mpd manifest)
    {
        if (manifest.Periods.Count != 1 || manifest.Periods[0].AdaptationSets.Count == 0) return null;
        SegmentTemplate lead = manifest.Periods[0].AdaptationSets[0].Representations[0].Segments;
        int missing = AtFirst;
        for (int i = lead.Timeline.Count - 1; i >= 0; i--)
        {
            TimelineRun run = lead.Timeline[i];
            int taken = Math.Min(missing, run.Repeats + 1);
            missing -= taken;
            if (missing == 0 || i == 0) return Since(lead, run.End - taken * run.Duration);
        }

        return null;
    }

    /// <summary>The manifest with what a viewer is shown who began there.</summary>
    public static Mpd From(Mpd manifest, TimeSpan begin)
    {
        if (manifest.Periods.Count != 1) return manifest;
        MpdPeriod period = manifest.Periods[0];
        AdaptationSet[] sets = [.. period.AdaptationSets.Select(set => set with { Representations = new ValueList<Representation>([.. set.Representations.Select(one => one with { Segments = From(one.Segments, begin) })]) })];
        return manifest with { Periods = [period with { AdaptationSets = new ValueList<AdaptationSet>(sets) }] };
    }

    private static SegmentTemplate From(SegmentTemplate segments, TimeSpan begin)
    {
        List<TimelineRun> shown = [];
        int left = 0;
        foreach (TimelineRun run in segments.Timeline)
        {
            int before = 0;
            while (before <= run.Repeats && Since(segments, run.Start + (before + 1) * run.Duration) <= begin + Tolerance) before++;
            left += before;
            if (before <= run.Repeats) shown.Add(new TimelineRun(run.Start + before * run.Duration, run.Duration, run.Repeats - before));
        }

        return shown.Count == 0 ? segments : segments with { StartNumber = segments.StartNumber + left, Timeline = new ValueList<TimelineRun>([.. shown]) };
    }

    private static TimeSpan Since(SegmentTemplate segments, long time) => TimeSpan.FromSeconds((double)(time - segments.PresentationTimeOffset) / segments.Timescale);
}
