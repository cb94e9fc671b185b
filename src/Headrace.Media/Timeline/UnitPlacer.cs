using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Media.Timeline;

/// <summary>Turns a unit's position into decode and presentation times, by its kind, and sees that they keep the timeline's promises.</summary>
internal static class UnitPlacer
{
    public static bool TryPlace(TrackTimeline track, ref UnitPassage passage, in AssembledUnit unit, out UnitTiming timing)
    {
        timing = default;
        int rate = track.Path.OutputRate;
        passage.IsSlewed = track.Clock.Slew != track.LastSlew;
        long at = track.Mapping.ToOutput(passage.Position);
        bool fits = track.IsPicture ? TryPlacePicture(track, ref passage, unit, at, out Placement place) : TryPlaceSound(track, ref passage, unit, at, out place);
        passage.Note(place.Cause);
        if (!fits) return false;

        long decodePath = Timebase.ToNanoseconds(place.Decode, rate);
        if (decodePath - passage.Now > TimelineLimits.HardLead)
        {
            passage.Count(track, TimelineCause.LeadExhausted);
            return false;
        }

        long offset = place.Presentation - place.Decode;
        long most = Timebase.FromNanoseconds(TimelineLimits.MaxPresentationOffset, rate);
        if (offset > most)
        {
            offset = most;
            passage.Count(track, TimelineCause.PresentationClamped);
        }

        if (!passage.IsFirst && track.Burst.Add(decodePath - track.Path.LastDecodePath, passage.Now - track.LastArrival)) passage.Count(track, TimelineCause.Burst);

        bool isBroken = passage.IsAnchoredAnew || track.OwesDiscontinuity
            || (!track.HasPublished && track.Path.HasOutput && decodePath - track.Path.EndPath > TimelineLimits.DiscontinuityHole);
        timing = new UnitTiming
        {
            DecodeTime = place.Decode,
            PresentationOffset = (int)offset,
            IsDiscontinuity = isBroken,
            IsLeading = track.IsPicture && (track.Pictures.IsLeading(unit, place.Presentation) || unit.IsLeading),
            Step = isBroken ? TimelineStep.Discontinuity : passage.IsGap ? TimelineStep.Gap : passage.IsSlewed ? TimelineStep.Slewed : TimelineStep.Continued,
            Cause = passage.Cause,
            Repeats = place.Repeats,
        };
        if (!track.IsDerived || track.Pictures.IsDepthRight)
        {
            long modelled = track.IsSound ? track.Mapping.ToPath(passage.Position) : decodePath;
            track.Arrivals.Add(passage.Now, passage.Now - (modelled - track.Clock.Slew));
        }

        return true;
    }

    private static bool TryPlacePicture(TrackTimeline track, ref UnitPassage passage, in AssembledUnit unit, long at, out Placement place)
    {
        long last = track.Path.LastDecode;
        if (!track.IsDerived) return track.Pictures.TryPlaceStated(last, passage.Presentation, at, track.Mapping.ToOutput(passage.Presentation), unit, out place);
        long frame = Math.Max(1, Timebase.FromNanoseconds(track.Frame, track.Path.OutputRate));
        return track.Pictures.TryPlace(last, frame, passage.Presentation, at, unit, out place);
    }

    private static bool TryPlaceSound(TrackTimeline track, ref UnitPassage passage, in AssembledUnit unit, long at, out Placement place)
    {
        at += Timebase.FromNanoseconds(track.Correction.Offset, track.Path.OutputRate);
        long last = track.Path.LastDecode;
        long decode = Math.Max(at, last + 1);
        TimelineCause cause = TimelineCause.None;
        track.Pictures.History.Add(passage.Presentation, PayloadMark.Of(unit.Payload));
        if (track.Correction.IsBreaking)
        {
            long duration = track.Path.LastDuration == unit.NominalDuration ? unit.NominalDuration : 0;
            long expected = last + duration;
            if (!track.Correction.TryMend(at - expected, duration, out int repeats))
            {
                track.Counts.Add(cause = TimelineCause.SoundDropped);
                place = new Placement(decode, decode, cause);
                return false;
            }

            if (repeats > 0)
            {
                track.Sound.Rebase();
                decode = expected + (repeats * duration);
                track.Counts.Add(cause = TimelineCause.SoundRepeated);
                place = new Placement(decode, decode, cause, repeats);
                return true;
            }
        }

        if (track.IsSound && !passage.IsFirst && !passage.IsAnchoredAnew)
        {
            decode = Math.Max(last + 1, track.Sound.Place(last, track.Path.LastDuration, at, track.Correction.SlewPpm, out AudioStep step));
            if (track.Path.LastDuration > 0) passage.IsGap = step == AudioStep.Hole;
            passage.IsSlewed |= step == AudioStep.Slewed;
            if (step == AudioStep.Overlap) track.Counts.Add(cause = TimelineCause.AudioOverlapped);
        }

        place = new Placement(decode, decode, cause);
        return true;
    }
}
