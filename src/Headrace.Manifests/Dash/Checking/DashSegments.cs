using System.Globalization;
using System.Text.RegularExpressions;
using Headrace.Media.Timing;

namespace Headrace.Manifests.Dash.Checking;

/// <summary>Finds which segments of an MPD can be fetched at an instant (ISO/IEC 23009-1, 5.3.9.5.3).</summary>
internal static partial class DashSegments
{
    /// <summary>Segments of a representation that are named at most; older ones are left out.</summary>
    public const int Most = 2_000;

    /// <summary>The segments of a period's representation, oldest first.</summary>
    /// <param name="mpd">The MPD.</param>
    /// <param name="url">Where it was.</param>
    /// <param name="period">Index of the period.</param>
    /// <param name="representation">One of the period's.</param>
    /// <param name="startsWithSap">What its adaptation set says.</param>
    /// <param name="now">UTC.</param>
    public static IReadOnlyList<DashSegment> Find(Mpd mpd, string url, int period, Representation representation, bool startsWithSap, DateTime now)
    {
        SegmentTemplate template = representation.Segments;
        Uri? folder = Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) ? parsed : null;
        string init = Resolve(folder, Fill(template.Initialization, representation, 0, 0));
        List<DashSegment> segments = [];
        if (template.Duration is { } duration)
        {
            (long first, long last) = Regular(mpd, period, template, duration, now);
            for (long i = Math.Max(first, last - Most + 1); i <= last; i++) Add(template.StartNumber + i, template.PresentationTimeOffset + i * duration, duration, false);
            return segments;
        }

        long number = template.StartNumber;
        foreach (TimelineRun run in template.Timeline)
        {
            int skipped = Math.Max(run.Repeats + 1 - Most, 0);
            for (int i = skipped; i <= run.Repeats; i++) Add(number + i, run.Start + i * run.Duration, run.Duration, true);
            number += run.Repeats + 1;
        }

        return segments.Count > Most ? segments[^Most..] : segments;

        void Add(long at, long start, long length, bool isListed) => segments.Add(
            new DashSegment(mpd.Periods[period].Id, Resolve(folder, Fill(template.Media, representation, at, start)), init, at, start, length, template.PresentationTimeOffset, template.Timescale, isListed, startsWithSap));
    }

    /// <summary>When a period ends, from the start of the presentation; null when it is not known.</summary>
    public static TimeSpan? EndOf(Mpd mpd, int period)
    {
        MpdPeriod one = mpd.Periods[period];
        if (one.Duration is { } duration) return one.Start + duration;
        return period + 1 < mpd.Periods.Count ? mpd.Periods[period + 1].Start : mpd.MediaPresentationDuration;
    }

    private static (long First, long Last) Regular(Mpd mpd, int period, SegmentTemplate template, long duration, DateTime now)
    {
        TimeSpan start = mpd.Periods[period].Start;
        long length = EndOf(mpd, period) is { } end ? Ticks(end - start, template) : long.MaxValue;
        if (!mpd.IsDynamic) return length == long.MaxValue ? (0, -1) : (0, (length - 1) / duration);
        if (mpd.AvailabilityStart is not { } from) return (0, -1);
        TimeSpan passed = now - from - start;
        long last = Ticks(passed + template.AvailabilityTimeOffset, template) / duration - 1;
        long first = mpd.TimeShiftBufferDepth is { } depth ? (Ticks(passed - depth, template) + duration - 1) / duration : 0;
        return (Math.Max(first, 0), Math.Min(last, length == long.MaxValue ? last : (length - 1) / duration));
    }

    private static long Ticks(TimeSpan span, SegmentTemplate template) => span <= TimeSpan.Zero ? 0 : Timebase.FromTimeSpan(span, template.Timescale);

    private static string Resolve(Uri? folder, string url) => folder is not null && Uri.TryCreate(folder, url, out Uri? resolved) ? resolved.AbsoluteUri : url;

    /// <summary>Puts values into a template (5.3.9.4.4).</summary>
    private static string Fill(string template, Representation representation, long number, long time) => Identifier().Replace(template, match =>
    {
        int width = match.Groups["width"].Success ? int.Parse(match.Groups["width"].Value, CultureInfo.InvariantCulture) : 1;
        return match.Groups["name"].Value switch
        {
            "RepresentationID" => representation.Id,
            "Number" => number.ToString($"D{width}", CultureInfo.InvariantCulture),
            "Time" => time.ToString($"D{width}", CultureInfo.InvariantCulture),
            "Bandwidth" => representation.Bandwidth.ToString($"D{width}", CultureInfo.InvariantCulture),
            _ => "$",
        };
    });

    [GeneratedRegex(@"\$(?<name>RepresentationID|Number|Time|Bandwidth|)(%0(?<width>\d{1,2})d)?\$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();
}
