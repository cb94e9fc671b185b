namespace Headrace.Media.Timeline;

/// <summary>
/// Anchors a track anew after a jump: its output goes on by arrival. A track that jumped as another one did takes over exactly its shift, and one that
/// jumped back from a stray timestamp undoes its own, so that the relation of tracks is kept.
/// </summary>
internal sealed class InputJumps
{
    private long _shift;
    private long _shiftAt = long.MinValue;
    private int _number;

    /// <summary>Places a unit after a jump. Its raw position may be counted another number of wraps away, if another track's jump says so.</summary>
    /// <param name="track">The track.</param>
    /// <param name="position">Its position in unwrapped input ticks.</param>
    /// <param name="now">Path time of arrival.</param>
    /// <param name="isBehind">True when it is behind arrival and shall be where arrival is; else it follows its last unit by what passed since.</param>
    public void Repair(TrackTimeline track, ref long position, long now, bool isBehind)
    {
        long frame = track.Frame;
        long next = isBehind || !track.Path.HasOutput ? now : track.Path.LastDecodePath + Math.Max(now - track.LastArrival, frame);
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
        track.Jump.Seen = ++_number;
    }

    private bool TryShare(TrackTimeline track, ref long position, long now, long next, out long shared)
    {
        shared = 0;
        long period = track.Unwrapper.Period;
        for (int wraps = -1; wraps <= 1; wraps++)
        {
            if (period == 0 && wraps != 0) continue;
            long candidate = position + (wraps * period);
            long before = track.Mapping.ToPath(candidate);
            if (track.Jump.Seen != _number && IsFresh(_shiftAt, now) && Fits(track, before + _shift, next)) shared = before + _shift;
            else if (IsFresh(track.Jump.At, now) && Fits(track, before - track.Jump.Shift, next)) shared = before - track.Jump.Shift;
            else continue;
            position = candidate;
            return true;
        }

        return false;
    }

    private static bool IsFresh(long at, long now) => at != long.MinValue && now - at <= TimelineLimits.JumpMemory;

    private static bool Fits(TrackTimeline track, long pathTime, long next) =>
        Math.Abs(pathTime - next) <= TimelineLimits.SharedJumpTolerance && pathTime - track.DecodeDistance > track.Path.LastDecodePath;
}
