namespace Headrace.Media.Timeline;

/// <summary>
/// Measures each clock against arrival and stamps anew what a wrong one stamps. A gross error is believed after four seconds, one of a few
/// thousandths after two minutes; both only once the media has run away from arrival by it, which bursts and late media do not do for so long.
/// </summary>
internal sealed class InputRates(List<TrackTimeline> tracks, InputRelation relation)
{
    private const long GrossError = SourceClock.RightSpeed / 20;
    private const long FineError = 1500;
    private const long GrossLag = 1_500_000_000;
    private const long FineDeviation = 500_000_000;
    private const long HeldPatience = 2_000_000_000;

    /// <summary>Adds a unit that lies behind arrival by <paramref name="lag"/> nanoseconds; the cause counted, if its clock was found wrong.</summary>
    public TimelineCause Add(TrackTimeline track, long raw, long now, long lag)
    {
        long media = track.RateTime(raw);
        bool isGross = track.ShortRate.Add(now, media, GrossError, out long gross);
        bool isFine = track.LongRate.Add(now, media, FineError, out long fine);
        if (!isGross && !isFine) return TimelineCause.None;
        long speed = isGross ? gross : fine;
        bool isFast = speed > SourceClock.RightSpeed;
        if (isFast)
        {
            bool isHeld = now - track.Clock.HeldAt <= HeldPatience;
            if (!isHeld && (isGross || lag > -FineDeviation)) return TimelineCause.None;
        }
        else if (lag < (isGross ? GrossLag : FineDeviation) || IsConfirmed(track.Clock))
        {
            return TimelineCause.None;
        }

        track.Clock.Restamp(speed);
        foreach (TrackTimeline other in tracks)
        {
            if (other.Clock == track.Clock) other.FollowSpeed();
        }

        relation.Relate(track);
        TimelineCause cause = isFast ? TimelineCause.ClockTooFast : TimelineCause.ClockTooSlow;
        track.Counts.Add(cause);
        return cause;
    }

    private bool IsConfirmed(SourceClock clock)
    {
        foreach (TrackTimeline track in tracks)
        {
            if (track.Clock == clock && track.HasBegun && track.IsClockConfirmed) return true;
        }

        return false;
    }
}
