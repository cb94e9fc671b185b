using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Checking;
using Headrace.Manifests.Hls.Planning;
using Headrace.Media.Timing;

namespace Headrace.Manifests.Tests.Hls.Checking;

/// <summary>A live rendition that is packaged as it should be: frames to parts, parts to segments, segments to a sliding window, in virtual time.</summary>
internal sealed class VirtualRendition
{
    private static readonly DateTime Epoch = new(2026, 5, 4, 12, 0, 0, DateTimeKind.Utc);
    private readonly VirtualStreamOptions _options;
    private readonly FrameSource _frames;
    private readonly List<MediaSegment> _segments = [];
    private readonly List<PartialSegment> _parts = [];
    private readonly Queue<TimeSpan> _pauses;
    private MediaSegment _open = new();
    private MediaTiming _segmentTiming = new(0, 0, 1, RandomAccessPlace.None);
    private bool _returns;
    private long _segmentSize;
    private long _mediaSequence;
    private long _discontinuitySequence;
    private int _nextPart;

    public VirtualRendition(string name, FrameSource frames, VirtualStreamOptions options)
    {
        Name = name;
        Plan = frames.Plan(options.PartDuration);
        _frames = frames;
        _options = options;
        _pauses = new(options.Pauses);
        Begin(false, new MediaMap($"{name}-init.mp4"));
    }

    public string Name { get; }

    public PartPlan Plan { get; }

    /// <summary>When the part that is being made will be complete.</summary>
    public TimeSpan NextPartAt => _frames.Time + _frames.PeekPart(Plan, PauseAt).Duration;

    /// <summary>Facts of what the last part made available.</summary>
    public List<VirtualMedia> NewMedia { get; } = [];

    private TimeSpan PauseAt => _pauses.TryPeek(out TimeSpan at) ? at : TimeSpan.MaxValue;

    /// <summary>Makes the next part available; with it, perhaps, a segment.</summary>
    public void MakePart()
    {
        NewMedia.Clear();
        if (_returns) Return();
        (int frames, TimeSpan duration, bool hasRandomAccess) = _frames.PeekPart(Plan, PauseAt);
        long from = _frames.DecodeTime;
        _frames.Take(frames);
        PartialSegment part = new($"{Name}-part{_nextPart++}.m4s", duration, hasRandomAccess);
        _parts.Add(part);
        long size = (long)frames * _frames.BytesPerFrame;
        MediaTiming timing = new(from, _frames.DecodeTime - from, _frames.ClockRate, hasRandomAccess ? RandomAccessPlace.AtStart : RandomAccessPlace.None);
        NewMedia.Add(new VirtualMedia(part.Uri, size, timing));
        _segmentSize += size;
        _segmentTiming = _segmentTiming with { Duration = _segmentTiming.Duration + timing.Duration };
        if (_frames.IsAtRandomAccess && Sum(_parts) + Plan.PartDuration / 2 >= _options.SegmentDuration) EndSegment();
        if (_frames.Time + _frames.Shortest <= PauseAt) return;
        _frames.Jump(_pauses.Dequeue() + _options.PauseLength);
        _returns = true;
    }

    /// <summary>The playlist as it stands.</summary>
    public MediaPlaylist Snapshot(LiveTargets targets, IEnumerable<RenditionReport> reports)
    {
        MediaSegment? open = _parts.Count == 0 ? null : _open with { Duration = Sum(_parts), Parts = new([.. _parts]) };
        MediaSegment[] segments = [.. _segments];
        int firstWithParts = LiveWindow.FirstWithParts(segments, open?.Duration ?? TimeSpan.Zero, targets.TargetDuration);
        for (int i = 0; i < firstWithParts && !_options.KeepsParts; i++) segments[i] = segments[i] with { Parts = [] };
        return new MediaPlaylist
        {
            TargetDuration = targets.TargetDuration,
            PartTarget = Plan.PartTarget,
            ServerControl = targets.ToServerControl(),
            MediaSequence = _mediaSequence,
            DiscontinuitySequence = _discontinuitySequence,
            IsIndependentSegments = true,
            Segments = new(segments),
            Open = open,
            PreloadHints = [new PreloadHint(PreloadHintType.Part, $"{Name}-part{_nextPart}.m4s")],
            RenditionReports = new([.. reports]),
        };
    }

    public PlaylistPosition Position => _parts.Count > 0
        ? new(_mediaSequence + _segments.Count, _parts.Count - 1)
        : new(_mediaSequence + _segments.Count - 1, _segments.Count > 0 ? _segments[^1].Parts.Count - 1 : null);

    /// <summary>The publisher is back: what was open ends, and something new begins.</summary>
    private void Return()
    {
        _returns = false;
        if (_parts.Count > 0) EndSegment();
        Begin(true, new MediaMap($"{Name}-init{_pauses.Count}.mp4"));
    }

    private void EndSegment()
    {
        string uri = $"{Name}-seg{_mediaSequence + _segments.Count}.m4s";
        _segments.Add(_open with { Uri = uri, Duration = Sum(_parts), Parts = new([.. _parts]) });
        NewMedia.Add(new VirtualMedia(uri, _segmentSize, _segmentTiming));
        int removable = _options.LeastTargetDurations is { } least
            ? Math.Max(_segments.Count - least, 0)
            : LiveWindow.CountRemovable(_segments.ToArray(), _options.WantedSegments, _options.TargetDuration);
        _discontinuitySequence += _segments.Take(removable).Count(s => s.IsDiscontinuity);
        _mediaSequence += removable;
        _segments.RemoveRange(0, removable);
        Begin(false, _open.Map!);
    }

    private void Begin(bool isDiscontinuity, MediaMap map)
    {
        _open = new MediaSegment { Map = map, IsDiscontinuity = isDiscontinuity, ProgramDateTime = Epoch + _frames.Time };
        _parts.Clear();
        _segmentSize = 0;
        _segmentTiming = new MediaTiming(_frames.DecodeTime, 0, _frames.ClockRate, RandomAccessPlace.AtStart);
    }

    private static TimeSpan Sum(List<PartialSegment> parts) => TimeSpan.FromTicks(parts.Sum(p => p.Duration.Ticks));
}

/// <summary>Something that became available.</summary>
internal sealed record VirtualMedia(string Uri, long Size, MediaTiming Timing);
