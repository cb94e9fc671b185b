using Headrace.Manifests.Hls.Checking;
using Headrace.Media.Timing;

namespace Headrace.Manifests.Dash.Checking;

/// <summary>Rules about one MPD by itself.</summary>
internal static class MpdStateRules
{
    /// <summary>Segments that players without low latency hold: one that they play, one that they load.</summary>
    private const int LeastSegmentsBehind = 2;

    public static void Check(Mpd mpd, Reporter reporter)
    {
        HashSet<string> ids = [];
        TimeSpan last = TimeSpan.MinValue;
        foreach (MpdPeriod period in mpd.Periods)
        {
            if (period.Id.Length == 0 && mpd.IsDynamic) reporter.Report(MpdRules.PeriodIdMissing, "a period of a dynamic MPD has no id");
            else if (!ids.Add(period.Id) && period.Id.Length > 0) reporter.Report(MpdRules.PeriodIdTwice, $"period {period.Id} is there twice", period.Id);
            if (period.Start <= last) reporter.Report(MpdRules.PeriodsOutOfOrder, $"period {period.Id} begins at {period.Start.TotalSeconds} s, the one before it at {last.TotalSeconds} s", period.Id);
            last = period.Start;
            Check(mpd, period, reporter);
        }

        CheckLatency(mpd, reporter);
        if (mpd is { IsDynamic: true, UtcTimings.Count: 0 }) reporter.Report(MpdRules.ClockMissing, "there is no UTCTiming: players go by their own clocks");
    }

    private static void Check(Mpd mpd, MpdPeriod period, Reporter reporter)
    {
        if (period.AdaptationSets.Count == 0) reporter.Report(MpdRules.PeriodEmpty, $"period {period.Id} has no adaptation set", period.Id);
        HashSet<string> ids = [];
        foreach (AdaptationSet set in period.AdaptationSets)
        {
            foreach (Representation representation in set.Representations)
            {
                string subject = $"{period.Id}/{representation.Id}";
                if (!ids.Add(representation.Id)) reporter.Report(MpdRules.RepresentationTwice, $"{subject} is there twice", subject);
                Check(mpd, representation.Segments, period == mpd.Periods[mpd.Periods.Count - 1], subject, reporter);
            }

            if (mpd.Latency?.ReferenceId is { } id && set.ProducerReference is { } reference && reference.Id != id)
                reporter.Report(MpdRules.ReferenceUnknown, $"latency refers to producer reference time {id}, period {period.Id} has {reference.Id}", period.Id);
        }
    }

    private static void Check(Mpd mpd, SegmentTemplate template, bool isLast, string subject, Reporter reporter)
    {
        if (template.Initialization.Length == 0) reporter.Report(MpdRules.InitializationMissing, $"{subject} has no init segment", subject);
        if ((template.Duration is null) == (template.Timeline.Count == 0)) reporter.Report(MpdRules.SegmentsUndefined, $"{subject} has {(template.Duration is null ? "neither" : "both")} duration and timeline", subject);
        if (!template.Media.Contains("$Number", StringComparison.Ordinal) && !template.Media.Contains("$Time", StringComparison.Ordinal))
            reporter.Report(MpdRules.SegmentsAllAlike, $"{subject}: all segments have the URL {template.Media}", subject);
        TimeSpan longest = Timebase.ToTimeSpan(template.Duration ?? 0, template.Timescale);
        for (int i = 0; i < template.Timeline.Count; i++)
        {
            TimelineRun run = template.Timeline[i];
            if (i > 0 && run.Start > template.Timeline[i - 1].End) reporter.Report(MpdRules.TimelineGap, $"{subject}: nothing from {template.Timeline[i - 1].End} to {run.Start}", $"{subject} {run.Start}");
            if (i > 0 && run.Start < template.Timeline[i - 1].End) reporter.Report(MpdRules.TimelineOverlap, $"{subject}: {run.Start} is before {template.Timeline[i - 1].End}", $"{subject} {run.Start}");
            TimeSpan duration = Timebase.ToTimeSpan(run.Duration, template.Timescale);
            if (duration > longest) longest = duration;
            if (run.Start + run.Duration <= template.PresentationTimeOffset) reporter.Report(MpdRules.TimelineBeforePeriod, $"{subject}: {run.Start} ends before the period begins", $"{subject} {run.Start}");
        }

        // Half a second for what is rounded to seconds.
        if (mpd.MaxSegmentDuration is { } most && longest > most + TimeSpan.FromMilliseconds(500)) reporter.Report(MpdRules.SegmentTooLong, $"{subject}: {longest.TotalSeconds} s, more than {most.TotalSeconds} s", subject);
        if (isLast) CheckDelay(mpd, template, longest, subject, reporter);
    }

    /// <summary>A player that stays so close behind live has nothing to play while it waits for the next segment.</summary>
    private static void CheckDelay(Mpd mpd, SegmentTemplate template, TimeSpan longest, string subject, Reporter reporter)
    {
        if (!mpd.IsDynamic || mpd.SuggestedPresentationDelay is not { } delay) return;
        TimeSpan wait = longest - template.AvailabilityTimeOffset;
        if (delay < LeastSegmentsBehind * wait) reporter.Report(MpdRules.DelayTooShort, $"{subject}: {delay.TotalSeconds} s behind live, and {wait.TotalSeconds} s pass until a segment can be asked for", subject);
    }

    private static void CheckLatency(Mpd mpd, Reporter reporter)
    {
        if (mpd.Latency is not { } latency) return;
        if (latency.Least > latency.Target || latency.Target > latency.Most) reporter.Report(MpdRules.LatencyOutOfRange, $"{latency.Least.TotalSeconds} s, {latency.Target.TotalSeconds} s, {latency.Most.TotalSeconds} s");
        if (latency.SlowestRate > 1 || latency.FastestRate < 1) reporter.Report(MpdRules.LatencyOutOfRange, $"playback rates from {latency.SlowestRate} to {latency.FastestRate}", "rate");
    }
}
