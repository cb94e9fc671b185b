using Headrace.Media.Timing;
using Headrace.Streaming.Hls;

namespace Headrace.Streaming.Dash;

/// <summary>
/// The periods of a path. The lead's segments decide where one begins: at a discontinuity, at a new init segment, where regular segments are no longer so, and where another rendition needs it. Each segment
/// is looked at once, in order, so that what was published stays. Not thread-safe.
/// </summary>
/// <param name="firstId">Id of the first one.</param>
internal sealed class DashPeriods(int firstId)
{
    /// <summary>By how much a segment may begin before its period.</summary>
    private const long Tolerance = 10_000_000;

    /// <summary>Periods of regular segments in an epoch after which its segments are listed.</summary>
    private const int MaxBreaks = 2;

    private readonly List<DashPeriod> _all = [];
    private readonly Dictionary<string, long> _last = [];
    private string? _lead;
    private int _breaks;
    private bool _isSplitWanted;
    private bool _isWithoutSap;

    /// <summary>Those with segments in the windows, oldest first.</summary>
    public IReadOnlyList<DashPeriod> All => _all;

    /// <summary>Path time at which the newest segment of the lead ends, in nanoseconds.</summary>
    public long LeadEnd { get; private set; }

    /// <summary>Id of the next one.</summary>
    public int NextId { get; private set; } = firstId;

    /// <summary>Looks at what is new.</summary>
    /// <param name="renditions">All that can be played, the lead first.</param>
    /// <param name="isLowLatency">Whether regular segments shall be told by their duration.</param>
    public void Update(IReadOnlyList<HlsRendition> renditions, bool isLowLatency)
    {
        FollowLead(renditions[0], isLowLatency);
        for (int i = 1; i < renditions.Count; i++) Follow(renditions[i]);
        Forget(renditions);
    }

    private void FollowLead(HlsRendition lead, bool isLowLatency)
    {
        bool isOther = _lead != lead.Name;
        ReadOnlySpan<TimedSegment> segments = lead.Timed.AsSpan();
        int rate = segments.IsEmpty ? 1 : segments[0].Map.Track.ClockRate;
        for (int i = 0; i < segments.Length; i++)
        {
            long start = Timebase.ToNanoseconds(segments[i].Start, segments[i].Map.Track.ClockRate);
            if (isOther ? start < LeadEnd - Tolerance : segments[i].MediaSequence <= _last[lead.Name]) continue;
            if (isOther || _isSplitWanted || _all.Count == 0 || !_all[^1].TryAdd(lead, segments[i])) Begin(lead, segments[i..], start, isLowLatency);
            (isOther, _isSplitWanted, _lead) = (false, false, lead.Name);
            _all[^1].LeadSegments++;
            _last[lead.Name] = segments[i].MediaSequence;
            LeadEnd = Timebase.ToNanoseconds(segments[i].End, segments[i].Map.Track.ClockRate);
        }
    }

    private void Begin(HlsRendition lead, ReadOnlySpan<TimedSegment> segments, long start, bool isLowLatency)
    {
        bool isSame = _all.Count > 0 && _all[^1].Epoch == segments[0].Epoch;
        _breaks = !isSame ? 0 : _all[^1].Duration is null ? MaxBreaks : _breaks + 1;
        long? duration = isLowLatency && _breaks < MaxBreaks ? Regular(segments) : null;
        _isWithoutSap = (_isWithoutSap && isSame) || HasNoPoint(segments);
        DashPeriod period = new(NextId++, segments[0].Epoch, start, duration, !_isWithoutSap);
        period.TryAdd(lead, segments[0]);
        _all.Add(period);
    }

    private static bool HasNoPoint(ReadOnlySpan<TimedSegment> segments)
    {
        foreach (TimedSegment segment in segments)
        {
            if (segment.Epoch == segments[0].Epoch && !segment.StartsWithPoint) return true;
        }

        return false;
    }

    /// <summary>Nanoseconds that the first segments last, if all last about the same, else null.</summary>
    private static long? Regular(ReadOnlySpan<TimedSegment> segments)
    {
        int count = 1;
        while (count < segments.Length && segments[count].Epoch == segments[0].Epoch && segments[count].Map == segments[0].Map && segments[count].Start == segments[count - 1].End) count++;
        long mean = (segments[count - 1].End - segments[0].Start) / count;
        for (int i = 0; i < count; i++)
        {
            if (Math.Abs(segments[i].End - segments[0].Start - mean * (i + 1)) > mean / 16) return null;
        }

        return mean > 0 ? Timebase.ToNanoseconds(mean, segments[0].Map.Track.ClockRate) : null;
    }

    private void Follow(HlsRendition rendition)
    {
        foreach (TimedSegment segment in rendition.Timed)
        {
            if (_last.TryGetValue(rendition.Name, out long last) && segment.MediaSequence <= last) continue;
            long start = Timebase.ToNanoseconds(segment.Start, segment.Map.Track.ClockRate);
            // What the lead has there decides.
            if (start >= LeadEnd) return;
            if (!TryPlace(rendition, segment, start, out bool isLate))
            {
                if (!isLate) return;
                // Its place was published without it: what follows comes in with a new period.
                _isSplitWanted = true;
            }

            _last[rendition.Name] = segment.MediaSequence;
        }
    }

    /// <summary>Puts a segment where it belongs by its time, or into a later period of the same epoch.</summary>
    private bool TryPlace(HlsRendition rendition, in TimedSegment segment, long start, out bool isLate)
    {
        isLate = false;
        int at = _all.Count - 1;
        while (at >= 0 && (_all[at].Epoch > segment.Epoch || (_all[at].Epoch == segment.Epoch && _all[at].Start > start + Tolerance && at > 0 && _all[at - 1].Epoch == segment.Epoch))) at--;
        // Of an epoch that the lead has left, or never was in, it is not shown.
        if (at < 0 || _all[at].Epoch != segment.Epoch) return _all.Count > 0 && _all[^1].Epoch > segment.Epoch;
        for (; at < _all.Count && _all[at].Epoch == segment.Epoch; at++)
        {
            if (_all[at].TryAdd(rendition, segment)) return true;
        }

        isLate = true;
        return false;
    }

    private void Forget(IReadOnlyList<HlsRendition> renditions)
    {
        while (_all.Count > 1 && !_all[0].Tracks.Values.All(track => renditions.Any(rendition => IsListed(track, rendition)))) _all.RemoveAt(0);
    }

    private static bool IsListed(DashTrack track, HlsRendition rendition) =>
        rendition.Name == track.Name && rendition.Timed is [var oldest, ..] && oldest.MediaSequence <= track.LastNumber;
}
