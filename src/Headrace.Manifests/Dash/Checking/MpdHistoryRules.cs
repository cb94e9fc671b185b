using Headrace.Manifests.Hls.Checking;

namespace Headrace.Manifests.Dash.Checking;

/// <summary>Rules about what may change from one MPD to the next: periods and segments come at the end and go at the front; whatever stays is what it was.</summary>
internal static class MpdHistoryRules
{
    public static void Check(Mpd before, Mpd now, bool hasChanged, Reporter reporter)
    {
        if (before.AvailabilityStart != now.AvailabilityStart) reporter.Report(MpdRules.AvailabilityStartChanged, $"from {before.AvailabilityStart:o} to {now.AvailabilityStart:o}", $"{now.AvailabilityStart:o}");
        if (now.Publish < before.Publish) reporter.Report(MpdRules.PublishTimeWentBack, $"from {before.Publish:o} to {now.Publish:o}", $"{now.Publish:o}");
        if (now.Publish == before.Publish && hasChanged && now with { Location = before.Location } != before) reporter.Report(MpdRules.PublishTimeKept, $"it is another one, published at the same {now.Publish:o}", $"{now.Publish:o}");
        Dictionary<string, MpdPeriod> known = [];
        foreach (MpdPeriod period in before.Periods) known[period.Id] = period;
        bool isNew = false;
        foreach (MpdPeriod period in now.Periods)
        {
            if (!known.TryGetValue(period.Id, out MpdPeriod? was))
            {
                isNew = true;
                continue;
            }

            if (isNew) reporter.Report(MpdRules.PeriodInserted, $"a new one stands before period {period.Id}", period.Id);
            Check(was, period, reporter);
        }
    }

    private static void Check(MpdPeriod before, MpdPeriod now, Reporter reporter)
    {
        if (before.Start != now.Start) reporter.Report(MpdRules.PeriodChanged, $"period {now.Id} began at {before.Start.TotalSeconds} s, and now at {now.Start.TotalSeconds} s", now.Id);
        if (before.AdaptationSets.Count != now.AdaptationSets.Count)
        {
            reporter.Report(MpdRules.PeriodChanged, $"period {now.Id} had {before.AdaptationSets.Count} adaptation sets, and now {now.AdaptationSets.Count}", $"{now.Id} sets");
            return;
        }

        for (int i = 0; i < now.AdaptationSets.Count; i++)
        {
            AdaptationSet was = before.AdaptationSets[i];
            AdaptationSet set = now.AdaptationSets[i];
            if (was with { Representations = default } != set with { Representations = default } || was.Representations.Count != set.Representations.Count)
            {
                reporter.Report(MpdRules.PeriodChanged, $"period {now.Id}: adaptation set {set.Id} is another one", $"{now.Id} {set.Id}");
                continue;
            }

            for (int k = 0; k < set.Representations.Count; k++) Check(was.Representations[k], set.Representations[k], $"{now.Id}/{set.Representations[k].Id}", reporter);
        }
    }

    private static void Check(Representation before, Representation now, string subject, Reporter reporter)
    {
        SegmentTemplate was = before.Segments;
        SegmentTemplate segments = now.Segments;
        bool isListed = segments.Timeline.Count > 0;
        if (before with { Segments = segments } != now || Fixed(was, isListed) != Fixed(segments, isListed))
        {
            reporter.Report(MpdRules.RepresentationChanged, $"{subject} is another one", subject);
            return;
        }

        if (!isListed || was.Timeline.Count == 0) return;
        List<(long Number, long Start, long End)> old = Segments(was);
        List<(long Number, long Start, long End)> listed = Segments(segments);
        int gone = old.FindIndex(segment => segment.Start >= listed[0].Start);
        // All that was listed has left: what is new must be behind it.
        if (gone < 0)
        {
            if (listed[0].Start < old[^1].End) reporter.Report(MpdRules.TimelineChanged, $"{subject}: {listed[0].Start} lies within what was listed", subject);
            return;
        }

        for (int i = gone; i < old.Count; i++)
        {
            if (i - gone < listed.Count && listed[i - gone] == old[i]) continue;
            reporter.Report(MpdRules.TimelineChanged, $"{subject}: the segment at {old[i].Start} is not what it was", $"{subject} {old[i].Start}");
            return;
        }
    }

    /// <summary>What stays over all versions.</summary>
    private static SegmentTemplate Fixed(SegmentTemplate template, bool isListed) => template with { Timeline = default, StartNumber = isListed ? 0 : template.StartNumber };

    private static List<(long Number, long Start, long End)> Segments(SegmentTemplate template)
    {
        List<(long Number, long Start, long End)> segments = [];
        long number = template.StartNumber;
        foreach (TimelineRun run in template.Timeline)
        {
            for (int i = 0; i <= run.Repeats && segments.Count < DashSegments.Most; i++) segments.Add((number++, run.Start + i * run.Duration, run.Start + (i + 1) * run.Duration));
        }

        return segments;
    }
}
