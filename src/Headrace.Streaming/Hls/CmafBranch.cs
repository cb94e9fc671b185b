using System.Collections.Immutable;
using Headrace.Containers.Mp4.SampleEntries;
using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Planning;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Hls;

/// <summary>
/// Packages a stream as CMAF for HLS: each track a rendition of its own. The lead track (video, where there is some) decides where segments
/// end; the others follow at their next unit, so that equal media sequence numbers mean equal times.
/// </summary>
public sealed class CmafBranch : Branch
{
    private const string BranchKind = "cmaf";

    /// <summary>Segments of one track after which another that was announced, and has not come, is no longer waited for; when it comes it is added.</summary>
    private const int PatienceSegments = 3;

    /// <summary>Beginnings of the lead's segments that are remembered for tracks that come late.</summary>
    private const int MaxLeadSegments = 16;

    private readonly HlsPathState _path;
    private readonly HlsOptions _options;
    private readonly Func<ClockMapping> _clock;
    private readonly MemoryAccount _memory;
    private readonly MediaBufferWriter _writer;
    private readonly Dictionary<int, CmafTrackPackager> _packagers = [];
    private readonly HlsWindowOptions _window;
    private readonly Queue<(long PathTime, long MediaSequence)> _leadSegments = new();
    private readonly AsyncSignal _changed = new();
    private ImmutableArray<Track> _tracks = [];
    private HlsPresentation? _presentation;
    private int _discontinuities;
    private long _lastPoint;
    private bool _isEnded;

    private CmafBranch(LiveStream stream)
    {
        _path = stream.PathMemory.Get<HlsPathState>();
        _options = stream.Options.Hls;
        _clock = () => stream.Clock;
        _memory = stream.Memory;
        _writer = new MediaBufferWriter(MediaBufferPool.Shared, _memory);
        _path.Segments ??= PlanSegments(stream);
        _window = new HlsWindowOptions(_options.IsLowLatency, _options.SegmentCount, _path.Segments.TargetDuration, _memory);
    }

    /// <summary>A claim on the branch of a stream.</summary>
    public static BranchLease<CmafBranch> Acquire(LiveStream stream) => stream.Branches.Acquire(new BranchKey(BranchKind), () => new CmafBranch(stream));

    /// <summary>A claim on the branch of a stream if it runs already, else null.</summary>
    public static BranchLease<CmafBranch>? TryAcquire(LiveStream stream) => stream.Branches.TryAcquire<CmafBranch>(new BranchKey(BranchKind));

    /// <inheritdoc/>
    public override BacklogStart BacklogStart => BacklogStart.OldestJoinPoint;

    /// <summary>What can be played; null until the first segment is complete.</summary>
    public HlsPresentation? Presentation => Volatile.Read(ref _presentation);

    /// <summary>True when no more will come.</summary>
    public override bool IsEnded => Volatile.Read(ref _isEnded);

    /// <summary>Completes when <see cref="Presentation"/> or <see cref="IsEnded"/> changes.</summary>
    public Task NextChange() => _changed.Next();

    /// <inheritdoc/>
    public override void OnTracksChanged(ImmutableArray<Track> tracks) => _tracks = tracks;

    /// <inheritdoc/>
    public override void OnUnit(AccessUnit unit)
    {
        if (_isEnded || !Mp4SampleEntries.CanCarry(unit.Track, out _)) return;
        CmafTrackPackager packager = Packager(unit.Track);
        if (packager.LeavesOut(unit)) return;
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
            packager.BeginSegment(unit, continues);
            packager.LeavesLeadingOut = unit.RandomAccess.Kind != RandomAccessKind.Idr;
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
        if (_isEnded) return;
        Volatile.Write(ref _isEnded, true);
        foreach (CmafTrackPackager packager in _packagers.Values)
        {
            packager.Clear();
            packager.Rendition.End();
        }

        _writer.Dispose();
        _changed.Set();
    }

    private static SegmentPlan PlanSegments(LiveStream stream)
    {
        List<TimeSpan> gops = [];
        long before = -1;
        for (long at = stream.Ring.JoinPointFrom(stream.Ring.Tail); at >= 0; at = stream.Ring.JoinPointFrom(at + 1))
        {
            if (!stream.Ring.TryPeekTime(at, out long time)) continue;
            if (before >= 0) gops.Add(TimeSpan.FromTicks((time - before) / 100));
            before = time;
        }

        return gops.Count > 0
            ? SegmentPlan.FromGops(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(gops), stream.Options.Hls.SegmentDuration)
            : SegmentPlan.Unknown(stream.Options.Hls.SegmentDuration);
    }

    private CmafTrackPackager Packager(Track track)
    {
        if (_packagers.TryGetValue(track.Id, out CmafTrackPackager? packager)) return packager;
        HlsRendition rendition = new(track.Id, _path.Rendition(track.Id), _path.Incarnation, _window);
        TimeSpan greatest = _path.Targets?.PartHoldBack / 3 ?? TimeSpan.FromSeconds(_path.Segments!.TargetDuration);
        packager = new CmafTrackPackager(rendition, _options.PartDuration, greatest, _clock, _writer) { SeenDiscontinuities = _discontinuities };
        return _packagers[track.Id] = packager;
    }

    private Track? Lead()
    {
        Track? audio = null;
        foreach (Track track in _tracks)
        {
            if (!Mp4SampleEntries.CanCarry(track, out _)) continue;
            if (track.Kind == MediaKind.Video) return track;
            audio ??= track;
        }

        return audio;
    }

    private bool EndsBefore(CmafTrackPackager packager, AccessUnit unit, bool isLead)
    {
        if (packager.NeedsNewMap(unit)) return true;
        TimeSpan duration = TimeSpan.FromTicks((unit.PathTime - packager.SegmentStart) / 100);
        SegmentPlan plan = _path.Segments!;
        TimeSpan partTarget = packager.Rendition.State.Parts?.PartTarget ?? _options.PartDuration;
        if (plan.MustEndBefore(duration, partTarget)) return true;
        if (!isLead) return packager.PassesBoundary(unit.PathTime);
        if (!unit.RandomAccess.IsPoint) return false;
        TimeSpan gop = TimeSpan.FromTicks((unit.PathTime - _lastPoint) / 100);
        return unit.Track.Kind == MediaKind.Video ? plan.EndsAtRandomAccess(duration, gop) : duration >= plan.SegmentDuration;
    }

    private void Cut(CmafTrackPackager packager, AccessUnit unit, bool isBreak, bool isLead)
    {
        packager.PassesBoundary(unit.PathTime);
        packager.EndSegment(isBreak ? null : unit.DecodeTime);
        packager.BeginSegment(unit, isBreak);
        packager.SeenDiscontinuities = _discontinuities;
        if (isLead)
        {
            NoteLeadSegment(packager, unit.PathTime);
            foreach (CmafTrackPackager other in _packagers.Values)
            {
                if (other != packager && other.Rendition.HasOpenSegment) other.AddBoundary(unit.PathTime);
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
        _leadSegments.Enqueue((pathTime, lead.Rendition.State.NextMediaSequence - 1));
    }

    /// <summary>Whether there is something new to show: every track has a segment, or one has so many that the others are not waited for any more.</summary>
    private bool IsReady()
    {
        int carried = _tracks.Count(track => Mp4SampleEntries.CanCarry(track, out _));
        int ready = _packagers.Values.Count(packager => packager.Rendition.CompleteSegments > 0);
        if (ready <= (_presentation?.Renditions.Count ?? 0)) return false;
        return ready >= carried || _packagers.Values.Max(packager => packager.Rendition.CompleteSegments) >= PatienceSegments;
    }

    /// <summary>Freezes the distances, and shows the renditions that have a segment.</summary>
    private void Present()
    {
        List<HlsRendition> renditions = [.. _packagers.Values.Where(packager => packager.Rendition.CompleteSegments > 0).Select(packager => packager.Rendition).OrderBy(r => r.TrackId)];
        TimeSpan? greatest = _options.IsLowLatency ? renditions.Max(rendition => rendition.State.Parts!.PartTarget) : null;
        _path.Targets ??= LiveTargets.For(_path.Segments!.TargetDuration, greatest, _path.Segments.SegmentDuration * _options.SegmentCount);
        foreach (HlsRendition rendition in renditions)
        {
            rendition.Targets = _path.Targets;
            rendition.Reports = () => Reports(renditions, rendition);
            rendition.Publish();
        }

        Volatile.Write(ref _presentation, new HlsPresentation(renditions, _path.Targets));
        _changed.Set();
    }

    private static ValueList<RenditionReport> Reports(List<HlsRendition> renditions, HlsRendition asking)
    {
        List<RenditionReport> reports = [];
        foreach (HlsRendition other in renditions)
        {
            if (other == asking || other.Snapshot is not { } snapshot) continue;
            PlaylistPosition last = snapshot.Playlist.LastPosition;
            reports.Add(new RenditionReport($"../{HlsPresentation.Folder(other)}/index.m3u8", last.MediaSequence, last.Part));
        }

        return new ValueList<RenditionReport>([.. reports]);
    }
}
