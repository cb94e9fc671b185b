using System.Globalization;
using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Hls;

/// <summary>
/// Packages a stream as CMAF for HLS: each track a rendition of its own. The lead track (video, where there is some) decides where segments
/// end; the others follow at their next unit, so that equal media sequence numbers mean equal times.
/// </summary>
internal sealed class CmafBranch : HlsBranch
{
    /// <summary>Segments of one track after which another that was announced, and has not come, is no longer waited for; when it comes it is added.</summary>
    private const int PatienceSegments = 3;

    /// <summary>Beginnings of the lead's segments that are remembered for tracks that come late.</summary>
    private const int MaxLeadSegments = 16;

    private readonly Dictionary<int, CmafTrackPackager> _packagers = [];
    private readonly Queue<(long Presentation, long MediaSequence)> _leadSegments = new();
    private int _discontinuities;
    private long _lastPoint;

    internal CmafBranch(LiveStream stream)
        : base(stream, HlsPackaging.Cmaf, stream.Options.Hls.IsLowLatency)
    {
    }

    /// <summary>See <see cref="TimedSegment.Epoch"/>.</summary>
    private long Epoch => (Run << 32) + _discontinuities;

    /// <inheritdoc/>
    public override void OnUnit(AccessUnit unit)
    {
        if (IsEnded || !Has(unit.Track)) return;
        CmafTrackPackager packager = Packager(unit.Track);
        if (packager.Leading.LeaveOut(unit)) return;
        Track? lead = Lead();
        bool isLead = lead is not null && lead.Id == unit.Track.Id;
        if (unit.IsDiscontinuity && packager.SeenDiscontinuities == _discontinuities && packager.Rendition.HasOpenSegment) _discontinuities++;
        // What breaks another track only, the lead follows at a key frame: before one, players have nothing to show.
        bool isBreak = packager.SeenDiscontinuities < _discontinuities && (!isLead || unit.IsDiscontinuity || unit.RandomAccess.IsPoint);
        if (!packager.Rendition.HasOpenSegment)
        {
            if (isLead && !unit.RandomAccess.IsPoint) return;
            bool continues = packager.Rendition.State.HasBegun;
            packager.Rendition.State.HasBegun = true;
            packager.SeenDiscontinuities = _discontinuities;
            packager.Rendition.State.NextMediaSequence = isLead ? Furthest(packager) : NextMediaSequence(packager, unit.PathTime);
            packager.BeginSegment(unit, continues, Epoch);
            packager.Leading.BeginAt(unit);
            if (isLead) NoteLeadSegment(packager, unit.PathTime);
        }
        else if (isBreak || EndsBefore(packager, unit, isLead))
        {
            Cut(packager, unit, isBreak, isLead);
        }

        if (isLead && unit.RandomAccess.IsPoint) _lastPoint = unit.PathTime;
        packager.Add(unit);
    }

    /// <inheritdoc/>
    public override void OnPublisherAway()
    {
        foreach (CmafTrackPackager packager in _packagers.Values) packager.WriteRest(null);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (IsEnded) return;
        foreach (CmafTrackPackager packager in _packagers.Values)
        {
            packager.Clear();
            packager.Rendition.End();
        }

        End();
    }

    private CmafTrackPackager Packager(Track track)
    {
        if (_packagers.TryGetValue(track.Id, out CmafTrackPackager? packager)) return packager;
        HlsRendition rendition = new(track.Id.ToString(CultureInfo.InvariantCulture), State.Rendition(track.Id), State.Incarnation, Window);
        TimeSpan greatest = State.Targets?.PartHoldBack / 3 ?? TimeSpan.FromSeconds(Plan.TargetDuration);
        packager = new CmafTrackPackager(rendition, Options.PartDuration, greatest, () => Clock, Writer) { SeenDiscontinuities = _discontinuities };
        return _packagers[track.Id] = packager;
    }

    private bool EndsBefore(CmafTrackPackager packager, AccessUnit unit, bool isLead)
    {
        if (packager.NeedsNewMap(unit)) return true;
        TimeSpan part = packager.Rendition.State.Parts?.PartTarget ?? Options.PartDuration;
        if (isLead) return EndsBefore(unit, packager.SegmentStart, _lastPoint, part);
        return Plan.MustEndBefore(Span(packager.SegmentStart, unit.PathTime), part) || packager.PassesBoundary(unit.PathTime);
    }

    private void Cut(CmafTrackPackager packager, AccessUnit unit, bool isBreak, bool isLead)
    {
        packager.PassesBoundary(unit.PathTime);
        packager.EndSegment(isBreak ? null : unit.DecodeTime);
        packager.BeginSegment(unit, isBreak, Epoch);
        packager.SeenDiscontinuities = _discontinuities;
        if (isLead)
        {
            NoteLeadSegment(packager, unit.PathTime);
            foreach (CmafTrackPackager other in _packagers.Values)
            {
                if (other != packager && other.Rendition.HasOpenSegment) other.AddBoundary(unit.PathTime + packager.ReorderDelay);
            }
        }

        if (IsReady()) Present();
    }

    /// <summary>
    /// The number of a rendition's first segment, so that equal numbers mean equal times: that of the lead's segment in which it begins. The
    /// ends of that one and of those after it are borders that the track has still to come to.
    /// </summary>
    private long NextMediaSequence(CmafTrackPackager packager, long pathTime)
    {
        long next = packager.Rendition.State.NextMediaSequence;
        bool isFound = false;
        foreach ((long start, long number) in _leadSegments)
        {
            if (isFound && start > pathTime) packager.AddBoundary(start);
            else (next, isFound) = (Math.Max(packager.Rendition.State.NextMediaSequence, number), true);
        }

        return next;
    }

    /// <summary>The number for a lead that begins after other tracks: the one that they have come to.</summary>
    private long Furthest(CmafTrackPackager lead)
    {
        long next = lead.Rendition.State.NextMediaSequence;
        foreach (CmafTrackPackager other in _packagers.Values)
        {
            if (other.Rendition.OpenMediaSequence is { } open) next = Math.Max(next, open);
        }

        return next;
    }

    private void NoteLeadSegment(CmafTrackPackager lead, long pathTime)
    {
        if (_leadSegments.Count == MaxLeadSegments) _leadSegments.Dequeue();
        _leadSegments.Enqueue((pathTime + lead.ReorderDelay, lead.Rendition.State.NextMediaSequence - 1));
    }

    /// <summary>Whether there is something new to show: every track has a segment, or one has so many that the others are not waited for any more.</summary>
    private bool IsReady()
    {
        int ready = _packagers.Values.Count(packager => packager.Rendition.CompleteSegments >= LeastSegments);
        if (ready <= (Presentation?.Renditions.Count ?? 0)) return false;
        return ready >= Tracks.Length || _packagers.Values.Max(packager => packager.Rendition.CompleteSegments) >= PatienceSegments;
    }

    /// <summary>Shows the renditions that have a segment.</summary>
    private void Present() =>
        Present([.. _packagers.OrderBy(pair => pair.Key).Select(pair => pair.Value.Rendition).Where(rendition => rendition.CompleteSegments >= LeastSegments)]);
}
