using Headrace.Media.Timing;

namespace Headrace.Media.Timeline;

/// <summary>
/// Holds an input's tracks to arrival and to each other. Tracks with clocks of their own follow arrival each by itself, until sender reports tie
/// them together: then they move as one, by the least delayed of them, and each is slewed to the place that the reports say.
/// </summary>
/// <remarks>
/// The first unit may have been late (a handshake, then a burst), or early. What matters to players is that spacing is exact and that nothing runs
/// away: the reference is held where it stands after its first seconds, and UTC takes up the difference.
/// </remarks>
internal sealed class InputRelation(PathTimeline path, List<TrackTimeline> tracks)
{
    private const long ReferencePatience = 5_000_000_000;

    private TrackTimeline? _reference;
    private long _stance;
    private long _stanceSince = long.MaxValue;

    /// <summary>The track that the others are related to: the first that began.</summary>
    public TrackTimeline? Reference => _reference;

    /// <summary>A track begins.</summary>
    public void Begin(TrackTimeline track)
    {
        _reference ??= track;
        Relate(track);
    }

    /// <summary>A track has a new report, or lost it: sees whether it is tied to the reference. False when the report contradicts the media.</summary>
    public bool Relate(TrackTimeline track)
    {
        if (track == _reference)
        {
            bool isRight = true;
            foreach (TrackTimeline other in tracks)
            {
                if (other != track && other.HasBegun) isRight &= Relate(other);
            }

            return isRight;
        }

        track.IsRelated = false;
        if (_reference is not { } reference || !track.Report.IsPresent || !reference.Report.IsPresent) return true;
        if (track.Clock == reference.Clock || track.Clock.IsFictional || reference.Clock.IsFictional) return true;
        track.IsRelated = Math.Abs(Error(track, reference)) <= TimelineLimits.MaxRelation;
        if (!track.IsRelated) track.Report.Clear();
        return track.IsRelated;
    }

    /// <summary>Slews a track's clock by what the time since the last step allows.</summary>
    public void Advance(TrackTimeline track, long now)
    {
        track.Drift.Observe(now, track.Arrivals);
        if (track.IsSound && track.HasBegun) track.Correction.Step(now, path.SoundOffset);
        if (!track.Clock.IsDue(now, out long interval)) return;
        if (track.IsRelated && now - _reference!.LastArrival > ReferencePatience) ChangeReference(track);
        if (track.IsRelated)
        {
            Correct(track, Error(track, _reference!), interval);
            return;
        }

        track.Correction.IsOff = false;
        if (!TryGetLag(track, now, out long lag)) return;
        long step = track.Clock.ArrivalStep(lag - Stance(track, now, lag), interval);
        if (step == 0) return;
        track.Clock.Shift(step);
        if (track != _reference) return;
        foreach (TrackTimeline other in tracks)
        {
            if (other.IsRelated) other.Clock.ShiftCommon(step);
        }
    }

    /// <summary>How a track is in time.</summary>
    public TrackSync SyncOf(TrackTimeline track, long now)
    {
        bool isKnown = TryGetSkew(track, now, out long skew);
        bool isCorrected = (track.IsSound && track.Correction.Offset != path.SoundOffset) || track.Correction.IsBreaking || Math.Abs(skew) > path.SyncThreshold;
        return new TrackSync
        {
            TrackId = track.Definition.TrackId,
            Kind = track.Definition.Kind,
            State = !isKnown ? SyncState.Unknown : isCorrected ? SyncState.Correcting : Math.Abs(skew) > TimelineLimits.DeadBand ? SyncState.Drifting : SyncState.Synced,
            Skew = isKnown ? skew : null,
            Drift = track.Drift.Rate,
            Correction = track.Clock.Slew,
            Offset = track.Correction.Offset,
            IsRelated = track.IsRelated,
            FramesDropped = track.Correction.Dropped,
            FramesRepeated = track.Correction.Repeated,
        };
    }

    /// <summary>How far the least delayed of the tracks that move with this one lies behind arrival, in nanoseconds; negative when ahead.</summary>
    public bool TryGetLag(TrackTimeline track, long now, out long lag)
    {
        lag = long.MaxValue;
        foreach (TrackTimeline other in tracks)
        {
            if (MovesWith(track, other) && other.Arrivals.TryGetLeast(now, out long least)) lag = Math.Min(lag, least - other.Clock.Slew);
        }

        return lag != long.MaxValue;
    }

    /// <summary>Path time of a raw presentation time by the sender reports of its track and of the reference; false when they do not say.</summary>
    public bool TryPlace(TrackTimeline track, long raw, out long pathTime)
    {
        pathTime = 0;
        if (_reference is not { } reference || !track.Report.IsPresent || !reference.Report.IsPresent) return false;
        if (reference.Clock.IsFictional) return false;
        long utc = track.Report.Utc + track.Mapping.ToDuration(raw - track.Report.Raw);
        pathTime = utc + reference.Mapping.ToPath(reference.Report.Raw) - reference.Report.Utc;
        return true;
    }

    /// <summary>The lag that is right for a track: the reference's own, once its window is full; before that whatever it is.</summary>
    private long Stance(TrackTimeline track, long now, long lag)
    {
        if (_reference is not { } reference || track.Clock.IsFictional || reference.Clock.IsFictional) return 0;
        bool isReference = track.Clock == reference.Clock;
        long since = reference.Arrivals.Since;
        if (since == _stanceSince && since != long.MaxValue) return _stance;
        if (!isReference) return TryGetLag(reference, now, out long others) ? others : 0;
        if (since > now - TimelineLimits.StanceWindow) return lag;
        _stanceSince = since;
        _stance = Math.Clamp(lag, -TimelineLimits.MaxStance, TimelineLimits.MaxStance);
        path.AimUtcByArrival(_stance);
        return _stance;
    }

    /// <summary>Moves a track to where the reports say: what is far off at once, if it is sound, else what the interval allows.</summary>
    private void Correct(TrackTimeline track, long error, long interval)
    {
        track.Correction.IsOff = track.IsSound && Math.Abs(error) > path.SyncThreshold;
        if (Math.Abs(error) > TimelineLimits.MaxSlewedCorrection && Math.Abs(error) < TimelineLimits.MaxLead - Timebase.NanosecondsPerSecond)
        {
            if (track.IsPicture && _reference!.IsSound)
            {
                // Sound can be moved at once without a break, pictures cannot: from now on it is the sound that is off.
                ChangeReference(track);
                return;
            }

            if (track.IsSound && track.Correction.Confirms(track.Report.Utc))
            {
                track.Counts.Add(TimelineCause.RelationCorrected);
                track.Clock.Shift(-error);
                track.Correction.Break();
                return;
            }
        }
        else
        {
            track.Correction.Acquit();
        }

        long step = track.Clock.RelationStep(-error, interval, track.Correction.SlewPpm, out bool begins);
        if (begins) track.Counts.Add(TimelineCause.RelationCorrected);
        track.Clock.Shift(step);
    }

    private bool TryGetSkew(TrackTimeline track, long now, out long skew)
    {
        skew = 0;
        if (_reference is not { } reference) return false;
        if (track.IsRelated)
        {
            skew = Error(track, reference);
            return true;
        }

        if (!TryGetLag(track, now, out long lag)) return false;
        long stance = 0;
        if (!track.Clock.IsFictional && !reference.Clock.IsFictional)
        {
            bool isStanceKnown = reference.Arrivals.Since == _stanceSince && _stanceSince != long.MaxValue;
            if (isStanceKnown) stance = _stance;
            else if (track.Clock == reference.Clock || !TryGetLag(reference, now, out stance)) return false;
        }

        skew = stance - lag;
        return true;
    }

    private bool MovesWith(TrackTimeline track, TrackTimeline other) =>
        other.Clock == track.Clock || ((track == _reference || track.IsRelated) && (other == _reference || other.IsRelated));

    private void ChangeReference(TrackTimeline track)
    {
        _reference = track;
        track.IsRelated = false;
        foreach (TrackTimeline other in tracks)
        {
            if (other != track) Relate(other);
        }
    }

    /// <summary>How much later than the reference says a track lies on the path, by the reports of both.</summary>
    private static long Error(TrackTimeline track, TrackTimeline reference) =>
        (track.Mapping.ToPath(track.Report.Raw) - reference.Mapping.ToPath(reference.Report.Raw)) - (track.Report.Utc - reference.Report.Utc);
}
