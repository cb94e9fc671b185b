using Headrace.Manifests.Hls.Checking;
using Headrace.Media.Timing;

namespace Headrace.Manifests.Dash.Checking;

/// <summary>Rules about segments: they are there, begin and end where the MPD says, and touch each other.</summary>
internal sealed class MpdMediaRules
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(1);

    /// <summary>Segments whose ends are remembered at most.</summary>
    private const int MaxEnds = 10_000;

    private readonly Dictionary<(string Period, string Initialization, long Number), TimeSpan> _ends = [];

    /// <summary>Checks a segment.</summary>
    public void Check(DashSegment segment, MediaFact fact, Reporter reporter)
    {
        if (fact.Status is < 200 or >= 300)
        {
            reporter.Report(MpdRules.SegmentUnavailable, segment.Number, fact.Status == 0 ? fact.Fault ?? "no answer" : $"status {fact.Status}");
            return;
        }

        if (fact.Timing is not { IsPlausible: true } timing || fact.Fault is not null)
        {
            reporter.Report(MpdRules.SegmentUnreadable, segment.Number, fact.Fault ?? "no samples");
            return;
        }

        TimeSpan start = Timebase.ToTimeSpan(segment.Start, segment.Timescale);
        TimeSpan duration = Timebase.ToTimeSpan(segment.Duration, segment.Timescale);
        TimeSpan off = (timing.Start - start).Duration();
        // Regular segments may begin up to half of one beside their place (DASH-IF IOP 4.3, 3.2.7.1).
        if (off > (segment.IsListed ? Tolerance : duration / 2)) reporter.Report(MpdRules.SegmentElsewhere, segment.Number, $"begins at {timing.Start.TotalSeconds} s, not at {start.TotalSeconds} s");
        TimeSpan length = timing.End - timing.Start;
        if (segment.IsListed && (length - duration).Duration() > Tolerance) reporter.Report(MpdRules.SegmentDurationWrong, segment.Number, $"lasts {length.TotalSeconds} s, not {duration.TotalSeconds} s");
        if (_ends.TryGetValue((segment.Period, segment.Initialization, segment.Number - 1), out TimeSpan end) && !segment.IsListed && (timing.Start - end).Duration() > duration / 2)
            reporter.Report(MpdRules.SegmentsApart, segment.Number, $"begins {(timing.Start - end).TotalSeconds} s behind the end of the one before it");
        if (segment.StartsWithSap && timing.RandomAccess != RandomAccessPlace.AtStart) reporter.Report(MpdRules.SegmentWithoutSap, segment.Number, "does not begin with a frame at which decoding can begin");
        if (_ends.Count >= MaxEnds) _ends.Clear();
        _ends[(segment.Period, segment.Initialization, segment.Number)] = timing.End;
    }

    /// <summary>Checks what is no segment.</summary>
    public static void CheckInitialization(MediaFact fact, Reporter reporter)
    {
        if (fact.Status is < 200 or >= 300) reporter.Report(MpdRules.SegmentUnavailable, fact.Status == 0 ? fact.Fault ?? "no answer" : $"status {fact.Status}");
        else reporter.Report(MpdRules.SegmentUnreadable, fact.Fault ?? "no init segment");
    }
}
