using System.Collections.Immutable;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Media.Timeline;

/// <summary>
/// Maps the timestamps of one input to its path's timeline. All units pass <see cref="Map"/> in the order in which they came; it allocates nothing.
/// Whatever the input does: decode times of a track increase strictly, presentation offsets lie between 0 and
/// <see cref="TimelineLimits.MaxPresentationOffset"/>, and no decode time is further ahead of arrival than <see cref="TimelineLimits.HardLead"/>.
/// Used under the path's lock.
/// </summary>
public sealed class InputTimeline
{
    private const long LongestReportAge = 30 * Timebase.NanosecondsPerSecond;

    private readonly PathTimeline _path;
    private readonly List<TrackTimeline> _tracks = [];
    private readonly InputRelation _relation;
    private readonly InputStart _start;
    private readonly InputSteps _steps;
    private SourceClock? _shared;

    internal InputTimeline(PathTimeline path)
    {
        _path = path;
        _relation = new InputRelation(path, _tracks);
        _start = new InputStart(path, _tracks, _relation);
        _steps = new InputSteps(_tracks, _relation);
    }

    /// <summary>Adds a track that the input announced later; its index for <see cref="Map"/>.</summary>
    public int AddTrack(InputTrack track)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(track.ClockRate, nameof(track));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(track.OutputClockRate, nameof(track));
        if (_tracks.Count >= TimelineLimits.MaxTracks) throw new InvalidOperationException($"An input has at most {TimelineLimits.MaxTracks} tracks.");
        SourceClock clock = track.SharesClock ? _shared ??= new SourceClock() : new SourceClock();
        var timeline = new TrackTimeline(track, _path.Track(track.TrackId, track.OutputClockRate), clock, _path.Counts);
        if (timeline.IsSound) timeline.Correction.Begin(_path.SoundOffset);
        _tracks.Add(timeline);
        return _tracks.Count - 1;
    }

    /// <summary>Gives a unit its place on the path's timeline, or says that it has none.</summary>
    /// <param name="track">Index of the track as the input announced it.</param>
    /// <param name="time">Raw timestamps.</param>
    /// <param name="arrival">When the unit's last byte arrived.</param>
    /// <param name="unit">The unit; its payload is only looked at to know it again.</param>
    /// <param name="timing">Its place; of a dropped unit, the cause only.</param>
    public TimelineDecision Map(int track, in InputTimestamps time, MonotonicTime arrival, in AssembledUnit unit, out UnitTiming timing)
    {
        TrackTimeline t = _tracks[track];
        var passage = new UnitPassage { Now = Math.Max(_path.ToPath(arrival), t.LastArrival), IsFirst = !t.HasBegun };
        if (t.ChangeOutputRate(unit.Format)) passage.Count(t, TimelineCause.OutputClockChanged);
        t.Unwrap(time, ref passage);
        if (t.IsDuplicate(passage.Presentation, PayloadMark.Of(unit.Payload)))
        {
            t.Counts.Add(TimelineCause.Duplicate);
            return Drop(t, TimelineCause.Duplicate, out timing);
        }

        if (t.ReadStated(unit))
        {
            t.Arrivals.Reset();
            t.Drift.Break();
            passage.Count(t, TimelineCause.ReorderDepthRaised);
        }

        _relation.Advance(t, passage.Now);
        _path.AdvanceUtc(passage.Now);
        if (!passage.IsFirst)
        {
            _steps.Follow(t, ref passage, unit);
        }
        else if (!_start.TryBegin(t, ref passage))
        {
            t.Counts.Add(TimelineCause.BeforeStart);
            return Drop(t, TimelineCause.BeforeStart, out timing);
        }

        Hold(t, ref passage);

        if (!UnitPlacer.TryPlace(t, ref passage, unit, out timing))
        {
            t.PassOver(passage);
            return Drop(t, passage.Cause, out timing);
        }

        t.Publish(timing, passage);
        return TimelineDecision.Publish;
    }

    /// <summary>Tells a sender report of a track without a shared clock (RFC 3550, 6.4.1); of one with it, before its first unit, what UTC that has.</summary>
    /// <param name="track">Index of the track as the input announced it.</param>
    /// <param name="utc">The report's NTP timestamp as UTC.</param>
    /// <param name="rtpTimestamp">The same instant on the track's clock, as wide as its timestamps.</param>
    /// <param name="arrival">When the report arrived.</param>
    public void ObserveSenderReport(int track, DateTime utc, long rtpTimestamp, MonotonicTime arrival)
    {
        TrackTimeline t = _tracks[track];
        long now = _path.ToPath(arrival);
        long instant = SenderReport.ToNanoseconds(utc);
        if (!t.HasBegun)
        {
            t.Report.Set(rtpTimestamp, instant);
            return;
        }

        long passed = now - t.LastArrival;
        long raw = t.Unwrapper.Nearest(rtpTimestamp, t.LastRaw + t.Mapping.ToInput(passed));
        if (t.Clock.IsFictional || Math.Abs(t.Mapping.ToDuration(raw - t.LastRaw) - passed) > LongestReportAge)
        {
            t.Counts.Add(TimelineCause.SenderReportIgnored);
            return;
        }

        t.Report.Set(raw, instant);
        bool isRight = _relation.Relate(t);
        if (isRight && (t == _relation.Reference || _relation.Reference?.Report.IsPresent != true))
        {
            isRight = _path.TryAimUtc(now, instant - t.Mapping.ToPath(raw));
        }

        if (!isRight) t.Counts.Add(TimelineCause.SenderReportIgnored);
    }

    /// <summary>As <see cref="PathTimeline.SenderClockError"/>.</summary>
    public TimeSpan SenderClockError => _path.SenderClockError;

    /// <summary>How a track stands against the path's clock, for metrics and diagnostics.</summary>
    public TrackState StateOf(int track, MonotonicTime now)
    {
        TrackTimeline t = _tracks[track];
        bool isKnown = _relation.TryGetLag(t, _path.ToPath(now), out long lag);
        return new TrackState(isKnown ? lag : null, t.Clock.Slew, (int)(t.Clock.Speed - SourceClock.RightSpeed), t.Pictures.Depth, t.IsRelated);
    }

    /// <summary>How the input's tracks are in time with each other.</summary>
    public ImmutableArray<TrackSync> SyncAt(MonotonicTime now)
    {
        ImmutableArray<TrackSync>.Builder tracks = ImmutableArray.CreateBuilder<TrackSync>(_tracks.Count);
        foreach (TrackTimeline track in _tracks) tracks.Add(_relation.SyncOf(track, _path.ToPath(now)));
        return tracks.MoveToImmutable();
    }

    /// <summary>Keeps the media below its greatest lead over arrival.</summary>
    private static void Hold(TrackTimeline t, ref UnitPassage passage)
    {
        long excess = t.LeadOf(passage) - TimelineLimits.MaxLead;
        if (excess <= 0) return;
        t.Clock.Hold(passage.Now, excess);
        passage.Count(t, TimelineCause.LeadBounded);
    }

    private static TimelineDecision Drop(TrackTimeline t, TimelineCause cause, out UnitTiming timing)
    {
        t.Counts.AddDropped();
        timing = new UnitTiming { Cause = cause };
        return TimelineDecision.Drop;
    }
}
