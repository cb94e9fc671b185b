using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Media.Timeline;

/// <summary>Judges how each unit of an input follows the one before it, and puts right what does not follow.</summary>
internal sealed class InputSteps(List<TrackTimeline> tracks, InputRelation relation)
{
    private const long BackToleranceStated = 200_000_000;
    private const long BackToleranceLeast = 100_000_000;
    private const long BackToleranceMost = 2 * Timebase.NanosecondsPerSecond;
    private const int SlackFrames = 4;

    private readonly InputJumps _jumps = new();
    private readonly InputRates _rates = new(tracks, relation);

    public void Follow(TrackTimeline track, ref UnitPassage passage, in AssembledUnit unit)
    {
        long step = track.Mapping.ToDuration(passage.Position - track.StepOrigin);
        long elapsed = passage.Now - track.LastArrival;
        long lead = track.LeadOf(passage);
        long frame = track.Frame;
        long tolerance = step < 0 ? BackTolerance(track, unit, frame) : 0;
        StepVerdict verdict = StepClassifier.Judge(new StepFacts(step, elapsed, lead, track.Reach, tolerance));
        if (verdict is StepVerdict.JumpsForward or StepVerdict.JumpsBack)
        {
            Repair(track, ref passage, Name(track, passage.Position, verdict));
            return;
        }

        if (track.Lag.Add(passage.Now, LagOf(track, lead, passage.Now)))
        {
            Repair(track, ref passage, TimelineCause.StoodStill);
            return;
        }

        if (track.Unwrapper.Wraps(passage.Position) > track.Unwrapper.Wraps(track.StepOrigin)) passage.Count(track, TimelineCause.Wrap);
        if (step > 0) track.Twins.AddStep(step, frame);
        passage.IsGap = verdict == StepVerdict.Gap;
        if (passage.IsGap && step > TimelineLimits.DiscontinuityHole) track.Pictures.SkipHole();
        if (step > 0) passage.Note(_rates.Add(track, passage.Position, passage.Now, -lead));
    }

    private void Repair(TrackTimeline track, ref UnitPassage passage, TimelineCause cause)
    {
        long offset = passage.Presentation - passage.Position;
        _jumps.Repair(track, ref passage.Position, passage.Now, cause == TimelineCause.StoodStill);
        passage.Presentation = passage.Position + offset;
        passage.IsAnchoredAnew = true;
        passage.Count(track, cause);
    }

    /// <summary>How far behind arrival a track is; a related one no further than those that it is related to, whose reports vouch for it.</summary>
    private long LagOf(TrackTimeline track, long lead, long now)
    {
        if (-lead <= TimelineLimits.MaxLag || !track.IsRelated || !relation.TryGetLag(track, now, out long least)) return -lead;
        return Math.Min(-lead, least);
    }

    /// <summary>
    /// Positions go back by reordering when they are presentation times: within a pyramid; at a closed random access point by none,
    /// but for a sloppy clock.
    /// </summary>
    private static long BackTolerance(TrackTimeline track, in AssembledUnit unit, long frame)
    {
        if (!track.IsDerived) return BackToleranceStated;
        long reach = unit.ReorderDepth is null ? TimelineLimits.MaxReorderDepth * frame : track.Reach;
        long most = unit.RandomAccess.Kind == RandomAccessKind.Idr ? 2 * frame : reach + (SlackFrames * frame);
        return Math.Clamp(most, BackToleranceLeast, BackToleranceMost);
    }

    /// <summary>Names a jump. Where it is a large part of the timestamp's width, the bare numbers say which way it went.</summary>
    private static TimelineCause Name(TrackTimeline track, long position, StepVerdict verdict)
    {
        long raw = track.Unwrapper.Raw(position);
        long lastRaw = track.Unwrapper.Raw(track.StepOrigin);
        long restart = track.Mapping.ToInput(TimelineLimits.RestartWindow);
        if (raw >= 0 && raw <= restart && lastRaw - raw > restart) return TimelineCause.Restart;
        long period = track.Unwrapper.Period;
        bool isForward = period > 0 && Math.Abs(position - track.StepOrigin) > period / 8 ? raw > lastRaw : verdict == StepVerdict.JumpsForward;
        return isForward ? TimelineCause.JumpForward : TimelineCause.JumpBack;
    }
}
