using Headrace.Manifests.Hls.Checking;

namespace Headrace.Manifests.Dash.Checking;

/// <summary>All rules of the checker of MPDs.</summary>
internal static class MpdRules
{
    private static readonly List<Rule> List = [];

    // The text of one MPD.
    internal static readonly Rule ManifestUnavailable = Error("manifest-unavailable", "5.4");
    internal static readonly Rule NotAnMpd = Error("not-an-mpd", "5.3.1");
    internal static readonly Rule MalformedValue = Error("malformed-value", "annex B");
    internal static readonly Rule MissingValue = Error("missing-value", "annex B");
    internal static readonly Rule ElementMisplaced = Error("element-misplaced", "annex B");
    internal static readonly Rule NotChecked = Advice("not-checked", "limits of this checker");

    // What it says.
    internal static readonly Rule PeriodIdMissing = Error("period-id-missing", "5.3.2.2");
    internal static readonly Rule PeriodIdTwice = Error("period-id-twice", "5.3.2.2");
    internal static readonly Rule PeriodsOutOfOrder = Error("periods-out-of-order", "5.3.2.1");
    internal static readonly Rule PeriodEmpty = Advice("period-empty", "5.3.2.1");
    internal static readonly Rule RepresentationTwice = Error("representation-twice", "5.3.5.2");
    internal static readonly Rule InitializationMissing = Error("initialization-missing", "5.3.9.5.2");
    internal static readonly Rule SegmentsUndefined = Error("segments-undefined", "5.3.9.2");
    internal static readonly Rule SegmentsAllAlike = Error("segments-all-alike", "5.3.9.4.4");
    internal static readonly Rule TimelineGap = Error("timeline-gap", "5.3.9.6");
    internal static readonly Rule TimelineOverlap = Error("timeline-overlap", "5.3.9.6");
    internal static readonly Rule SegmentTooLong = Error("segment-too-long", "5.3.1.2");
    internal static readonly Rule TimelineBeforePeriod = Error("timeline-before-period", "5.3.2.1");
    internal static readonly Rule DelayTooShort = Advice("delay-too-short", "5.3.1.2");
    internal static readonly Rule LatencyOutOfRange = Error("latency-out-of-range", "K.3.2");
    internal static readonly Rule ReferenceUnknown = Error("reference-unknown", "K.3.2");
    internal static readonly Rule ClockMissing = Advice("clock-missing", "5.8.4.11");

    // What changes from one to the next.
    internal static readonly Rule AvailabilityStartChanged = Error("availability-start-changed", "5.4.2");
    internal static readonly Rule PublishTimeWentBack = Error("publish-time-went-back", "5.4.1");
    internal static readonly Rule PublishTimeKept = Error("publish-time-kept", "5.4.1");
    internal static readonly Rule PeriodChanged = Error("period-changed", "5.4.2");
    internal static readonly Rule PeriodInserted = Error("period-inserted", "5.4.2");
    internal static readonly Rule RepresentationChanged = Error("representation-changed", "5.4.2");
    internal static readonly Rule TimelineChanged = Error("timeline-changed", "5.4.2");

    // Media.
    internal static readonly Rule SegmentUnavailable = Error("segment-unavailable", "5.3.9.5.3");
    internal static readonly Rule SegmentUnreadable = Error("segment-unreadable", "6.2.3");
    internal static readonly Rule SegmentElsewhere = Error("segment-elsewhere", "5.3.9.6");
    internal static readonly Rule SegmentDurationWrong = Error("segment-duration-wrong", "5.3.9.6");
    internal static readonly Rule SegmentsApart = Error("segments-apart", "4.5.2");
    internal static readonly Rule SegmentWithoutSap = Error("segment-without-sap", "5.3.7.2");

    /// <summary>The rules, in the order of their subjects.</summary>
    public static IReadOnlyList<Rule> All => List;

    private static Rule Error(string id, string clause) => Add(new Rule(id, Severity.Error, $"ISO/IEC 23009-1, {clause}"));

    private static Rule Advice(string id, string clause) => Add(new Rule(id, Severity.Advice, clause));

    private static Rule Add(Rule rule)
    {
        List.Add(rule);
        return rule;
    }
}
