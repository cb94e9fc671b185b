using Headrace.Manifests.Dash.Reading;
using Headrace.Manifests.Hls.Checking;
using Headrace.Media.Timing;

namespace Headrace.Manifests.Dash.Checking;

/// <summary>
/// Checks one presentation from outside: it is fed with MPDs and segments as they were fetched, in the order in which the answers came, and finds what breaks ISO/IEC 23009-1. It reads no clock and fetches nothing;
/// no input makes it throw. Not thread-safe.
/// </summary>
public sealed class MpdChecker
{
    /// <summary>Segments that are remembered at most; then the first are forgotten.</summary>
    private const int MaxSegments = 100_000;

    /// <summary>After so long, an MPD says of a segment whether it belongs to its period.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly FindingLog _log = new();
    private readonly Queue<MediaFact> _waiting = new();
    private readonly Dictionary<string, DashSegment> _named = [];
    private readonly Queue<string> _order = new();
    private readonly MpdMediaRules _media = new();
    private ReadOnlyMemory<byte> _lastText;
    private Mpd? _last;

    /// <summary>What was found, in the order in which it was; each place once, and of each rule the first 20.</summary>
    public IReadOnlyList<Finding> Findings => _log.Findings;

    /// <summary>Findings beyond the bound of their rule, which are only counted.</summary>
    public long SuppressedFindings => _log.Suppressed;

    /// <summary>The last MPD that could be read; null before the first.</summary>
    public Mpd? Last => _last;

    /// <summary>Takes an MPD: the segments that it names for the first time and that can be fetched now, oldest first.</summary>
    public IReadOnlyList<DashSegment> Observe(MpdResponse response)
    {
        Reporter reporter = new(_log, response.At, response.Url);
        // Where nobody publishes, or nothing is there yet, it says so.
        if (response.Status == 503) return [];
        if (response.Status is < 200 or >= 300)
        {
            reporter.Report(MpdRules.ManifestUnavailable, response.Status == 0 ? "no answer" : $"status {response.Status}", $"{response.Status}");
            return [];
        }

        List<MpdFault> faults = [];
        bool isRead = MpdReader.TryRead(response.Body, out Mpd? mpd, faults);
        foreach (MpdFault fault in faults) reporter.Report(RuleOf(fault.Kind), fault.Detail, fault.Detail);
        if (!isRead) return [];
        MpdStateRules.Check(mpd!, reporter);
        if (_last is not null) MpdHistoryRules.Check(_last, mpd!, !response.Body.Span.SequenceEqual(_lastText.Span), reporter);
        (_last, _lastText) = (mpd, response.Body);
        List<DashSegment> found = FindNew(mpd!, response);
        JudgeUntil(response.At - Patience);
        return found;
    }

    /// <summary>Takes a segment that <see cref="Observe(MpdResponse)"/> named. One whose place follows from a duration is judged when an MPD had time to say that its period ended before it.</summary>
    public void Observe(MediaFact fact)
    {
        if (!_named.TryGetValue(fact.Url, out DashSegment? segment))
        {
            if (fact.Status is < 200 or >= 300 || fact.Fault is not null) MpdMediaRules.CheckInitialization(fact, new Reporter(_log, fact.At, fact.Url));
        }
        else if (segment.IsListed)
        {
            _media.Check(segment, fact, new Reporter(_log, fact.At, fact.Url));
        }
        else
        {
            _waiting.Enqueue(fact);
        }
    }

    /// <summary>The observation ends: what would be judged later is not judged.</summary>
    public void Finish() => _waiting.Clear();

    private void JudgeUntil(MonotonicTime until)
    {
        while (_waiting.TryPeek(out MediaFact? fact) && fact.At <= until)
        {
            _waiting.Dequeue();
            if (_named.TryGetValue(fact.Url, out DashSegment? segment) && !IsBeyondItsPeriod(segment)) _media.Check(segment, fact, new Reporter(_log, fact.At, fact.Url));
        }
    }

    private bool IsBeyondItsPeriod(DashSegment segment)
    {
        for (int i = 0; i < _last!.Periods.Count; i++)
        {
            if (_last.Periods[i].Id != segment.Period) continue;
            TimeSpan begin = Timebase.ToTimeSpan(segment.Start - segment.Offset, segment.Timescale) + _last.Periods[i].Start;
            // Where the media of a period ended before the next one began, what follows has the number of the one that was expected.
            return DashSegments.EndOf(_last, i) is { } end && begin + Timebase.ToTimeSpan(segment.Duration, segment.Timescale) * 2 > end;
        }

        return true;
    }

    private List<DashSegment> FindNew(Mpd mpd, MpdResponse response)
    {
        List<DashSegment> found = [];
        for (int period = 0; period < mpd.Periods.Count; period++)
        {
            foreach (AdaptationSet set in mpd.Periods[period].AdaptationSets)
            {
                foreach (Representation representation in set.Representations)
                {
                    foreach (DashSegment segment in DashSegments.Find(mpd, response.Url, period, representation, set.StartsWithSap, response.Utc))
                    {
                        // What a later period names anew is judged by that: the newest words are true.
                        bool isNew = !_named.ContainsKey(segment.Url);
                        _named[segment.Url] = segment;
                        if (!isNew) continue;
                        _order.Enqueue(segment.Url);
                        found.Add(segment);
                    }
                }
            }
        }

        while (_order.Count > MaxSegments) _named.Remove(_order.Dequeue());
        return found;
    }

    private static Rule RuleOf(MpdFaultKind kind) => kind switch
    {
        MpdFaultKind.NotAnMpd => MpdRules.NotAnMpd,
        MpdFaultKind.Malformed => MpdRules.MalformedValue,
        MpdFaultKind.MissingAttribute or MpdFaultKind.MissingElement => MpdRules.MissingValue,
        MpdFaultKind.Misplaced => MpdRules.ElementMisplaced,
        _ => MpdRules.NotChecked,
    };
}
