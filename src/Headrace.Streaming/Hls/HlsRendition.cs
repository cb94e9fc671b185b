using System.Collections.Concurrent;
using System.Collections.Immutable;
using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Planning;
using Headrace.Media.Tracks;
using Headrace.Streaming.Pressure;
using Headrace.Streaming.Signals;

namespace Headrace.Streaming.Hls;

/// <summary>
/// The sliding window of one track, or of all that lie in the same segments: its segments, the parts of the open one, and the playlist that names them. The branch writes; requests
/// read snapshots and take buffers by number.
/// </summary>
public sealed class HlsRendition
{
    private const int MaxMaps = 64;

    private readonly HlsRenditionState _state;
    private readonly string _incarnation;
    private readonly HlsWindowOptions _options;
    private readonly List<HlsSegment> _complete = [];
    private readonly List<MediaSegment> _listed = [];
    private readonly Queue<HlsSegment> _retired = new();
    private readonly Queue<HlsMap> _mapOrder = new();
    private readonly ConcurrentDictionary<long, HlsPart> _parts = new();
    private readonly ConcurrentDictionary<long, HlsSegment> _segments = new();
    private readonly ConcurrentDictionary<int, HlsMap> _maps = new();
    private readonly AsyncSignal _changed = new();
    private HlsPlaylistSnapshot? _snapshot;
    private HlsSegment? _open;
    private bool _isEnded;

    internal HlsRendition(string name, HlsRenditionState state, string incarnation, HlsWindowOptions options)
    {
        Name = name;
        _state = state;
        _incarnation = incarnation;
        _options = options;
    }

    /// <summary>Its folder below the stream's <c>hls</c>.</summary>
    public string Name { get; }

    /// <summary>What the URLs of its media begin with.</summary>
    public string Incarnation => _incarnation;

    /// <summary>Its tracks, as the newest segment has them; empty before the first.</summary>
    public ImmutableArray<Track> Tracks { get; private set; } = [];

    /// <summary>The playlist as it stands; null until it can be played.</summary>
    public HlsPlaylistSnapshot? Snapshot => Volatile.Read(ref _snapshot);

    /// <summary>Greatest bit rate of a segment, bits a second.</summary>
    public long PeakBitRate => _state.PeakBitRate;

    /// <summary>Average bit rate of the window, bits a second.</summary>
    public long AverageBitRate { get; private set; }

    /// <summary>The complete segments of the window, oldest first.</summary>
    internal ImmutableArray<TimedSegment> Timed { get; private set; } = [];

    /// <summary>How long after their time parts were there; see <see cref="ArrivalDelay"/>.</summary>
    internal ArrivalDelay Delay { get; } = new();

    /// <summary>True when no more will come.</summary>
    public bool IsEnded => Volatile.Read(ref _isEnded);

    internal HlsRenditionState State => _state;

    internal bool HasOpenSegment => _open is not null;

    internal long? OpenMediaSequence => _open?.MediaSequence;

    internal int CompleteSegments => _complete.Count;

    internal TimeSpan OpenDuration => _open?.PartsDuration ?? TimeSpan.Zero;

    /// <summary>Set once by the branch, when the distances are frozen; from then on the playlist is published.</summary>
    internal LiveTargets? Targets { get; set; }

    /// <summary>What the other renditions report.</summary>
    internal Func<ValueList<RenditionReport>> Reports { get; set; } = static () => default;

    /// <summary>Completes at the next change of the playlist.</summary>
    public Task NextChange() => _changed.Next();

    /// <summary>A part's bytes, with a reference for the caller; null when it is not there (any more).</summary>
    public HlsPart? TryTakePart(long number) => _parts.TryGetValue(number, out HlsPart? part) && part.Buffer.TryRetain() ? part : null;

    /// <summary>The parts of a complete segment, each with a reference for the caller; empty when it is not there (any more).</summary>
    public IReadOnlyList<HlsPart> TryTakeSegment(long mediaSequence)
    {
        if (!_segments.TryGetValue(mediaSequence, out HlsSegment? segment)) return [];
        IReadOnlyList<HlsPart> parts = segment.Parts;
        for (int i = 0; i < parts.Count; i++)
        {
            if (parts[i].Buffer.TryRetain()) continue;
            for (int taken = 0; taken < i; taken++) parts[taken].Buffer.Release();
            return [];
        }

        return parts;
    }

    /// <summary>Number of the complete segment that begins at a presentation time, in ticks; null when it is not here (any more).</summary>
    public long? FindSegmentAt(long time)
    {
        foreach ((long number, HlsSegment segment) in _segments)
        {
            if (segment.Start + _state.ReorderDelay == time) return number;
        }

        return null;
    }

    /// <summary>Number of the init segment of a segment that has begun; null when the segment is not here.</summary>
    public int? FindMapOf(long mediaSequence) =>
        (Volatile.Read(ref _open) is { } open && open.MediaSequence == mediaSequence ? open : _segments.GetValueOrDefault(mediaSequence))?.Map?.Number;

    /// <summary>The parts of a segment from one on, each with a reference for the caller, as far as they are there.</summary>
    /// <param name="mediaSequence">Number of the segment.</param>
    /// <param name="from">How many of its parts are left out.</param>
    /// <param name="parts">What there is.</param>
    public SegmentProgress TakeParts(long mediaSequence, int from, List<HlsPart> parts)
    {
        SegmentProgress progress = SegmentProgress.Open;
        HlsSegment? segment = Volatile.Read(ref _open);
        if (segment?.MediaSequence != mediaSequence)
        {
            progress = SegmentProgress.Complete;
            if (!_segments.TryGetValue(mediaSequence, out segment)) return mediaSequence == _state.NextMediaSequence && !IsEnded ? SegmentProgress.Next : SegmentProgress.Absent;
        }

        ImmutableArray<HlsPart> all = segment.Parts;
        for (int i = from; i < all.Length; i++)
        {
            if (!all[i].Buffer.TryRetain()) return SegmentProgress.Absent;
            parts.Add(all[i]);
        }

        return all.Length < from ? SegmentProgress.Absent : progress;
    }

    /// <summary>Whether no part that could be asked for is newer: true for the one that comes next, too.</summary>
    public bool IsNewestPart(long number) => Snapshot is { } snapshot && number >= snapshot.NextPart - 1;

    /// <summary>Whether no complete segment is newer.</summary>
    public bool IsNewestSegment(long mediaSequence) => Snapshot is { } snapshot && mediaSequence >= snapshot.NextMediaSequence - 1;

    /// <summary>An init segment's bytes, or null.</summary>
    public HlsMap? FindMap(int number) => _maps.GetValueOrDefault(number);

    internal HlsMap AddMap(Track track, ReadOnlyMemory<byte> bytes)
    {
        HlsMap map = new(_state.NextMap++, track, bytes);
        Show([track]);
        _maps[map.Number] = map;
        _mapOrder.Enqueue(map);
        _options.Files?.AddMap(this, MapUri(map), bytes);
        if (_mapOrder.Count > MaxMaps) Forget(_mapOrder.Dequeue());
        return map;
    }

    /// <summary>Says which tracks the segments from now on have.</summary>
    internal void Show(ImmutableArray<Track> tracks) => Tracks = tracks;

    internal void BeginSegment(HlsMap? map, long start, bool isDiscontinuity, DateTime programDateTime, long epoch = 0, bool startsWithPoint = true) =>
        Volatile.Write(ref _open, new HlsSegment(_state.NextMediaSequence++, map, start, isDiscontinuity, programDateTime, epoch, startsWithPoint));

    internal void AddPart(HlsPart part)
    {
        _open!.Add(part);
        _parts[part.Number] = part;
        if (_options.IsLowLatency) Publish();
        else _changed.Set();
    }

    /// <summary>Ends the open segment.</summary>
    /// <param name="duration">What it lasts, for playlists.</param>
    /// <param name="end">Decode time at which its last unit ends, in ticks; 0 where nobody asks for it.</param>
    internal void EndSegment(TimeSpan duration, long end = 0)
    {
        HlsSegment segment = _open!;
        segment.Duration = duration;
        segment.End = end;
        // First the one, then the other: who looks for it finds it at any time.
        _segments[segment.MediaSequence] = segment;
        Volatile.Write(ref _open, null);
        _complete.Add(segment);
        _listed.Add(Describe(segment, hasParts: true));
        _state.Measured += duration;
        if (duration > TimeSpan.Zero) _state.PeakBitRate = Math.Max(_state.PeakBitRate, (long)(segment.Bytes * 8 / duration.TotalSeconds));
        _options.Files?.AddSegment(this, SegmentUri(segment), segment.Parts);
        SlideAndPublish();
    }

    /// <summary>Gives up at once what memory does not allow any more.</summary>
    internal void FollowPressure()
    {
        if (!_isEnded && _complete.Count > 0) SlideAndPublish();
    }

    internal void Publish()
    {
        if (Targets is not { } targets || _complete.Count == 0) return;
        MediaPlaylist playlist = new()
        {
            TargetDuration = targets.TargetDuration,
            PartTarget = _options.IsLowLatency ? _state.Parts!.PartTarget : null,
            ServerControl = targets.ToServerControl(),
            MediaSequence = _complete[0].MediaSequence,
            DiscontinuitySequence = _state.DiscontinuitySequence,
            Segments = new ValueList<MediaSegment>([.. _listed]),
            Open = _open is { } open && _options.IsLowLatency ? Describe(open, hasParts: true) with { Uri = "" } : null,
            PreloadHints = _options.IsLowLatency && !_isEnded ? [new PreloadHint(PreloadHintType.Part, PartUri(_state.NextPart))] : [],
            IsEnded = _isEnded,
        };
        Volatile.Write(ref _snapshot, new HlsPlaylistSnapshot(playlist, _state.NextPart, Reports));
        _changed.Set();
    }

    /// <summary>Gives all buffers back and says that no more will come.</summary>
    internal void End()
    {
        Volatile.Write(ref _isEnded, true);
        _open?.Release();
        foreach (HlsSegment segment in _complete) segment.Release();
        foreach (HlsSegment segment in _retired) segment.Release();
        _open = null;
        _complete.Clear();
        _retired.Clear();
        _parts.Clear();
        _segments.Clear();
        _changed.Set();
    }

    private void SlideAndPublish()
    {
        Slide();
        Timed = [.. _complete.Where(segment => segment.Map is not null).Select(Time)];
        Publish();
        if (Snapshot is { } snapshot) _options.Files?.SetPlaylist(this, snapshot.Playlist);
    }

    private void Slide()
    {
        int target = Targets?.TargetDuration ?? _options.ExpectedTargetDuration;
        int removable = Removable(target);
        for (int i = 0; i < removable; i++)
        {
            if (_complete[i].IsDiscontinuity) _state.DiscontinuitySequence++;
            _retired.Enqueue(_complete[i]);
        }

        _complete.RemoveRange(0, removable);
        _listed.RemoveRange(0, removable);
        int withParts = LiveWindow.FirstWithParts(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_listed), TimeSpan.Zero, target);
        for (int i = 0; i < withParts; i++)
        {
            if (_listed[i].Parts.Count > 0) _listed[i] = Describe(_complete[i], hasParts: false);
        }

        // 6.2.2: what left the playlist can be fetched for as long again as the playlist lasts.
        int kept = _options.Pressure.Level == PressureLevel.Normal ? _complete.Count : 0;
        while (_retired.Count > kept) Forget(_retired.Dequeue());
        AverageBitRate = Average();
    }

    /// <summary>How many segments leave the playlist. Past the limit of memory it gets shorter than players may expect: they would get nothing new otherwise.</summary>
    private int Removable(int target)
    {
        if (_options.Pressure.IsFull) return _complete.Count - 1;
        int wanted = _options.Pressure.Level >= PressureLevel.High ? 1 : _options.SegmentCount;
        return LiveWindow.CountRemovable(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_listed), wanted, target);
    }

    private void Forget(HlsSegment segment)
    {
        _segments.TryRemove(segment.MediaSequence, out _);
        foreach (HlsPart part in segment.Parts) _parts.TryRemove(part.Number, out _);
        _options.Files?.Remove(this, SegmentUri(segment));
        segment.Release();
    }

    private void Forget(HlsMap map)
    {
        _maps.TryRemove(map.Number, out _);
        _options.Files?.Remove(this, MapUri(map));
    }

    private long Average()
    {
        long bytes = 0;
        TimeSpan duration = TimeSpan.Zero;
        foreach (HlsSegment segment in _complete)
        {
            bytes += segment.Bytes;
            duration += segment.Duration;
        }

        return duration > TimeSpan.Zero ? (long)(bytes * 8 / duration.TotalSeconds) : 0;
    }

    private TimedSegment Time(HlsSegment segment) =>
        new(segment.MediaSequence, segment.Start + _state.ReorderDelay, segment.End + _state.ReorderDelay, segment.Map!, segment.Epoch, segment.StartsWithPoint);

    private MediaSegment Describe(HlsSegment segment, bool hasParts) => new()
    {
        Uri = SegmentUri(segment),
        Duration = segment.Duration,
        ProgramDateTime = segment.ProgramDateTime,
        Map = segment.Map is { } map ? new MediaMap(MapUri(map)) : null,
        IsDiscontinuity = segment.IsDiscontinuity,
        Parts = hasParts && _options.IsLowLatency ? Describe(segment.Parts) : default,
    };

    private ValueList<PartialSegment> Describe(IReadOnlyList<HlsPart> parts)
    {
        PartialSegment[] described = new PartialSegment[parts.Count];
        for (int i = 0; i < described.Length; i++)
        {
            described[i] = new PartialSegment(PartUri(parts[i].Number), parts[i].Duration, parts[i].IsIndependent);
        }

        return new ValueList<PartialSegment>(described);
    }

    private string MapUri(HlsMap map) => $"{_incarnation}-init{map.Number}.mp4";

    private string SegmentUri(HlsSegment segment) => $"{_incarnation}-s{segment.MediaSequence}{_options.SegmentExtension}";

    private string PartUri(long number) => $"{_incarnation}-p{number}.m4s";
}
