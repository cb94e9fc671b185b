namespace Headrace.Media.Timeline;

/// <summary>
/// Anchors a track anew after a jump: its output goes on by arrival. A track that jumped as another one did takes over exactly its shift, and one that
/// jumped back from a stray timestamp undoes its own, so that the relation of tracks is kept.
/// </summary>
internal sealed class InputJumps
{
    private long _shift;
    private long _shiftAt = long.MinValue;
    private long _shiftPeriod;
    private int _number;

    /// <summary>Places a unit after a jump. Its raw position may be counted another number of wraps away, if another track's jump says so.</summary>
    /// <param name="track">The track.</param>
    /// <param name="position">Its position in unwrapped input ticks.</param>
    /// <param name="now">Path time of arrival.</param>
    /// <param name="isBehind">True when it is behind arrival and shall be where arrival is; else it follows its last unit by what passed since.</param>
    public void Repair(TrackTimeline track, ref long position, long now, bool isBehind)
    {
        long frame = Math.Min(track.Frame, TimelineLimits.JumpTolerance);
        long next = isBehind || !track.Path.HasOutput ? now : track.LastPlaced + Math.Max(now - track.LastArrival, frame);
        next += track.DecodeDistance;
        long before = track.Mapping.ToPath(position);
        if (TryShare(track, ref position, now, next, out long shared))
        {
            track.Counts.Add(TimelineCause.JumpShared);
            before = track.Mapping.ToPath(position);
            next = shared;
            if (track.Jump.Seen == _number) Remember(track, shared - before, now);
            track.Jump.Seen = _number;
        }
        else
        {
            Remember(track, next - before, now);
        }

        track.Jump.Set(next - before, now);
        track.Anchor(position, next);
        track.LoseReport();
    }

    private void Remember(TrackTimeline track, long shift, long now)
    {
        _shift = shift;
        _shiftAt = now;
        _shiftPeriod = track.Mapping.ToDuration(track.Unwrapper.Period);
        track.Jump.Seen = ++_number;
    }

    /// <summary>
    /// Looks for a shift that puts the unit where arrival does. Both tracks' timestamps may have wrapped within the jump, so that each shift is known
    /// up to a multiple of its width only.
    /// </summary>
    private bool TryShare(TrackTimeline track, ref long position, long now, long next, out long shared)
    {
        bool isShared = track.Jump.Seen != _number && IsFresh(_shiftAt, now);
        bool isUndone = IsFresh(track.Jump.At, now);
        for (int wraps = -1; wraps <= 1; wraps++)
        {
            long candidate = position + (wraps * track.Unwrapper.Period);
            long before = track.Mapping.ToPath(candidate);
            for (int others = -1; isShared && others <= 1; others++)
            {
                shared = before + _shift + (others * _shiftPeriod);
                if (Fits(track, shared, next))
                {
                    position = candidate;
                    return true;
                }
            }

            shared = before - track.Jump.Shift;
            if (isUndone && Fits(track, shared, next))
            {
                position = candidate;
                return true;
            }
        }

        shared = 0;
        return false;
    }

    private static bool IsFresh(long at, long now) => at != long.MinValue && now - at <= TimelineLimits.JumpMemory;

    private static bool Fits(TrackTimeline track, long pathTime, long next) =>
        Math.Abs(pathTime - next) <= TimelineLimits.SharedJumpTolerance && pathTime - track.DecodeDistance > track.LastPlaced;
}
