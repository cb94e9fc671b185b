using Headrace.Media.Timing;

namespace Headrace.Media.Timeline;

/// <summary>
/// Places the first unit of each track of an input: by the clock that it shares with a track that has begun, by sender reports, or by arrival.
/// An input begins after all that its tracks have had before.
/// </summary>
internal sealed class InputStart(PathTimeline path, List<TrackTimeline> tracks, InputRelation relation)
{
    private const long MaxReportDistance = 30 * Timebase.NanosecondsPerSecond;

    private bool _hasBegun;
    private long _lead;

    /// <summary>False for sound from before the place where its track may begin, on a clock that says so: it is left out, so that what follows is in time with the picture.</summary>
    public bool TryBegin(TrackTimeline track, ref UnitPassage passage)
    {
        ReadPendingReport(track, passage.Presentation);
        long floor = track.Path.HasOutput ? track.EndPlaced + track.DecodeDistance : 0;
        bool isByPeer = TryPlaceByPeer(track, ref passage, out long start);
        if (!isByPeer) start = _hasBegun ? PlaceBesideOthers(track, ref passage) : BeginInput(track, passage);
        if (isByPeer && start < floor)
        {
            if (!track.IsPicture) return false;

            // A picture cannot be left out without the rest of its group: all that the clock stamps is later instead.
            track.Clock.Shift(floor - start);
        }

        if (track.Path.HasOutput) passage.Count(track, TimelineCause.InputReturned);
        track.Anchor(passage.Position, Math.Max(start, floor));
        relation.Begin(track);
        return true;
    }

    private long PlaceBesideOthers(TrackTimeline track, ref UnitPassage passage)
    {
        if (!relation.TryPlace(track, passage.Presentation, out long start) || start < 0 || !IsNear(start, passage.Now)) return passage.Now + _lead + track.DecodeDistance;
        passage.Count(track, TimelineCause.RelationAtStart);
        return start;
    }

    private long BeginInput(TrackTimeline track, in UnitPassage passage)
    {
        _hasBegun = true;
        long end = 0;
        bool hasOutput = false;
        foreach (TrackTimeline t in tracks)
        {
            hasOutput |= t.Path.HasOutput;
            end = Math.Max(end, t.EndPlaced);
        }

        long start = Math.Max(passage.Now, end);
        _lead = start - passage.Now;
        bool isBroken = !hasOutput || start - end > TimelineLimits.DiscontinuityHole;
        start += track.DecodeDistance;
        if (!track.Report.IsPresent)
        {
            path.BeginUtc(passage.Now, isBroken);
            return start;
        }

        long utc = track.Report.Utc + track.Mapping.ToDuration(passage.Presentation - track.Report.Raw);
        if (!path.TryBeginUtc(passage.Now, utc - start, isBroken)) track.Counts.Add(TimelineCause.SenderReportIgnored);
        return start;
    }

    /// <summary>A report that came before the media has its wire timestamp; it finds its place on the unwrapped line now.</summary>
    private static void ReadPendingReport(TrackTimeline track, long presentation)
    {
        if (!track.Report.IsPresent) return;
        long raw = track.Unwrapper.Nearest(track.Report.Raw, presentation);
        if (Math.Abs(track.Mapping.ToDuration(raw - presentation)) <= MaxReportDistance)
        {
            track.Report.Set(raw, track.Report.Utc);
            return;
        }

        track.Report.Clear();
        track.Counts.Add(TimelineCause.SenderReportIgnored);
    }

    private bool TryPlaceByPeer(TrackTimeline track, ref UnitPassage passage, out long start)
    {
        start = 0;
        TrackTimeline? peer = null;
        foreach (TrackTimeline t in tracks)
        {
            if (t.HasBegun && t.Clock == track.Clock && (peer is null || t.LastArrival > peer.LastArrival)) peer = t;
        }

        if (peer is null) return false;
        long peerRaw = Timebase.Rescale(peer.LastRaw, peer.Definition.ClockRate, track.Definition.ClockRate);
        long offset = passage.Presentation - passage.Position;
        passage.Position = track.Unwrapper.Nearest(passage.Position, peerRaw + track.Mapping.ToInput(passage.Now - peer.LastArrival));
        passage.Presentation = passage.Position + offset;
        start = peer.Mapping.ToPath(peer.LastRaw) + peer.Mapping.ToDuration(Timebase.Rescale(passage.Position, track.Definition.ClockRate, peer.Definition.ClockRate) - peer.LastRaw);
        return IsNear(start, passage.Now);
    }

    private static bool IsNear(long start, long now) => Math.Abs(start - now) <= TimelineLimits.MaxRelation;
}
