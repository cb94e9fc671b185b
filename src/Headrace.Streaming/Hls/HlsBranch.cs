using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Planning;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Hls.Files;
using Headrace.Streaming.Signals;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Hls;

/// <summary>
/// Packages a stream for HLS. The lead track (video, where there is some) decides where segments end. What viewers rely on outlives the
/// branch: see <see cref="HlsPathState"/>.
/// </summary>
public abstract class HlsBranch : Branch
{
    /// <summary>Segments of this TARGETDURATION, in seconds, or less are soon there.</summary>
    private const int PromptTargetDuration = 4;

    private readonly AsyncSignal _changed = new();
    private readonly LiveStream _stream;
    private readonly HashSet<(int Track, string Reason)> _leftOut = [];
    private HlsPresentation? _presentation;
    private bool _isEnded;

    private protected HlsBranch(LiveStream stream, HlsPackaging packaging, bool isLowLatency)
    {
        Packaging = packaging;
        Options = stream.Options.Hls;
        State = stream.PathMemory.Get<HlsPathStates>().Of(packaging);
        Run = State.Runs++;
        _stream = stream;
        Writer = new MediaBufferWriter(MediaBufferPool.Shared, stream.Memory.Of("hls"));
        Plan = State.Segments ??= PlanSegments(stream);
        Files = HlsFiles.Of(stream, packaging, State);
        Window = new HlsWindowOptions(isLowLatency, Options.SegmentCount, Plan.TargetDuration, packaging.SegmentExtension, stream.Pressure, Files);
    }

    /// <summary>What its segments consist of.</summary>
    public HlsPackaging Packaging { get; }

    /// <summary>What was counted of a stream's HLS so far.</summary>
    public static HlsFigures FiguresOf(LiveStream stream) => stream.PathMemory.Get<HlsPathStates>().Figures;

    /// <summary>Completes when nothing is left to do for the files of a stream whose branches have ended.</summary>
    public static Task FilesAreDone(LiveStream stream) => stream.PathMemory.Get<HlsPathStates>().FilesAreDone;

    /// <inheritdoc/>
    public override BacklogStart BacklogStart => BacklogStart.OldestJoinPoint;

    /// <summary>What can be played; null until the first segment is complete.</summary>
    public HlsPresentation? Presentation => Volatile.Read(ref _presentation);

    /// <summary>True when no more will come.</summary>
    public override bool IsEnded => Volatile.Read(ref _isEnded);

    /// <summary>Its files; null where it keeps none.</summary>
    internal HlsFiles? Files { get; }

    /// <summary>Completes when <see cref="Presentation"/> or <see cref="IsEnded"/> changes.</summary>
    public Task NextChange() => _changed.Next();

    /// <summary>
    /// Complete segments that a first playlist has. Without parts two, where they come soon: GStreamer 1.22 cannot follow a playlist that began with one (it looks for what it knows behind the
    /// first segment of the next playlist only).
    /// </summary>
    private protected int LeastSegments => Window.IsLowLatency || Plan.TargetDuration > PromptTargetDuration ? 1 : 2;

    /// <summary>Which branch of this packaging it is on its path.</summary>
    internal long Run { get; }

    private protected HlsOptions Options { get; }

    private protected HlsPathState State { get; }

    private protected SegmentPlan Plan { get; }

    private protected HlsWindowOptions Window { get; }

    private protected MediaBufferWriter Writer { get; }

    private protected ImmutableArray<Track> Tracks { get; private set; } = [];

    private protected ClockMapping Clock => _stream.Clock;

    /// <inheritdoc/>
    public override void OnTracksChanged(ImmutableArray<Track> tracks)
    {
        Tracks = [.. tracks.Where(Packaging.Carries)];
        foreach (Track track in tracks)
        {
            if (Packaging.Form.Explain(track) is { } reason && _leftOut.Add((track.Id, reason))) HlsLog.TrackLeftOut(_stream.Logger, _stream.Name, track.Id, track.Format.Description, reason);
        }
    }

    /// <inheritdoc/>
    public override void OnPressure()
    {
        foreach (HlsRendition rendition in Presentation?.Renditions ?? []) rendition.FollowPressure();
    }

    /// <summary>Whether a track is one of those that it carries.</summary>
    private protected bool Has(Track track)
    {
        foreach (Track one in Tracks)
        {
            if (one.Id == track.Id) return true;
        }

        return false;
    }

    /// <summary>The track that decides where segments end: the first video, else the first.</summary>
    private protected Track? Lead()
    {
        foreach (Track track in Tracks)
        {
            if (track.Kind == MediaKind.Video) return track;
        }

        return Tracks.IsEmpty ? null : Tracks[0];
    }

    /// <summary>Whether the open segment ends before a unit of the lead.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="start">Path time at which the segment began.</param>
    /// <param name="lastPoint">Path time of the random access point before the unit.</param>
    /// <param name="piece">What is added at once: a part, or a frame.</param>
    private protected bool EndsBefore(AccessUnit unit, long start, long lastPoint, TimeSpan piece)
    {
        TimeSpan duration = Span(start, unit.PathTime);
        if (Plan.MustEndBefore(duration, piece)) return true;
        if (!unit.RandomAccess.IsPoint) return false;
        return unit.Track.Kind == MediaKind.Video ? Plan.EndsAtRandomAccess(duration, Span(lastPoint, unit.PathTime)) : duration >= Plan.SegmentDuration;
    }

    /// <summary>The time between two path times, each rounded to 100 ns: then durations add up.</summary>
    private protected static TimeSpan Span(long from, long to) => TimeSpan.FromTicks(to / 100 - from / 100);

    /// <summary>Freezes the distances, and shows the renditions, each of which has a segment.</summary>
    private protected void Present(List<HlsRendition> renditions)
    {
        TimeSpan? greatest = Window.IsLowLatency ? renditions.Max(rendition => rendition.State.Parts!.PartTarget) : null;
        State.Targets ??= LiveTargets.For(Plan.TargetDuration, greatest, Plan.SegmentDuration * Options.SegmentCount);
        foreach (HlsRendition rendition in renditions)
        {
            rendition.Targets = State.Targets;
            rendition.Reports = () => Reports(renditions, rendition);
            rendition.Publish();
        }

        HlsPresentation presentation = new(renditions, State.Targets);
        Volatile.Write(ref _presentation, presentation);
        Files?.SetPresentation(presentation);
        _changed.Set();
    }

    /// <summary>Says that no more will come. The renditions have ended before.</summary>
    private protected void End()
    {
        Volatile.Write(ref _isEnded, true);
        Files?.End();
        Writer.Dispose();
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
            ? SegmentPlan.FromGops(CollectionsMarshal.AsSpan(gops), stream.Options.Hls.SegmentDuration)
            : SegmentPlan.Unknown(stream.Options.Hls.SegmentDuration);
    }

    private static ValueList<RenditionReport> Reports(List<HlsRendition> renditions, HlsRendition asking)
    {
        List<RenditionReport> reports = [];
        foreach (HlsRendition other in renditions)
        {
            if (other == asking || other.Snapshot is not { } snapshot) continue;
            PlaylistPosition last = snapshot.Playlist.LastPosition;
            reports.Add(new RenditionReport($"../{other.Name}/index.m3u8", last.MediaSequence, last.Part));
        }

        return new ValueList<RenditionReport>([.. reports]);
    }
}
