using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Manifests.Hls.Planning;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Streaming.Hls;

/// <summary>
/// Makes parts of one track's units. A part is written when the unit after it is here, which gives the last one's duration. Units that wait
/// are at most a part's, or what is looked at for the first plan.
/// </summary>
internal sealed class CmafTrackPackager(HlsRendition rendition, TimeSpan partDuration, TimeSpan greatestPart, Func<ClockMapping> clock, MediaBufferWriter writer)
{
    /// <summary>Units that wait at most; a part ends there whatever it lasts.</summary>
    private const int MaxPending = 512;

    /// <summary>Bytes of units that wait at most, below what one buffer takes; a part ends there whatever it lasts.</summary>
    private const int MaxPartBytes = 24 * 1024 * 1024;

    /// <summary>Ends of the lead's segments that this track has not reached; a track that is further behind loses the oldest.</summary>
    private const int MaxBoundaries = 16;

    private readonly List<AccessUnit> _pending = new(64);
    private readonly Queue<long> _boundaries = new();
    private FragmentSample[] _samples = new FragmentSample[64];
    private HlsMap? _map;
    private ParameterSets _sets = ParameterSets.Empty;
    private uint _fragment;
    private long _pendingBytes;
    private long _typicalDuration;
    private long _lastEnd;
    private bool _beginsSegment;

    /// <summary>Branch discontinuities that this track has taken part in.</summary>
    public int SeenDiscontinuities { get; set; }

    /// <summary>What the rendition leaves out at its beginning.</summary>
    public LeadingPictures Leading { get; } = new();

    public HlsRendition Rendition => rendition;

    /// <summary>Path time at which the open segment began: of decoding.</summary>
    public long SegmentStart { get; private set; }

    /// <summary>Nanoseconds from a unit's decoding to its presentation, where nothing is reordered around it.</summary>
    public long ReorderDelay => rendition.Tracks.IsEmpty ? 0 : Timebase.ToNanoseconds(rendition.State.ReorderDelay, rendition.Tracks[0].ClockRate);

    public bool HasPlan => rendition.State.Parts is not null;

    /// <summary>From a path time on, the next unit begins a segment.</summary>
    public void AddBoundary(long pathTime)
    {
        if (_boundaries.Count == MaxBoundaries) _boundaries.Dequeue();
        _boundaries.Enqueue(pathTime);
    }

    /// <summary>Whether a boundary lies between the last unit and a path time; it is passed then.</summary>
    public bool PassesBoundary(long pathTime)
    {
        bool passes = false;
        while (_boundaries.TryPeek(out long boundary) && boundary <= pathTime)
        {
            _boundaries.Dequeue();
            passes = true;
        }

        return passes;
    }

    /// <summary>Appends a unit, which may complete the part before it.</summary>
    public void Add(AccessUnit unit)
    {
        if (_pending.Count > 0) Flush(unit.DecodeTime);
        if (_pendingBytes + unit.Payload.Length > MaxPartBytes) WriteRest(unit.DecodeTime);
        Keep(unit);
        _pendingBytes += _pending[^1].Payload.Length;
    }

    private void Keep(AccessUnit unit)
    {
        ParameterSets sets = unit.Track.ParameterSets;
        if (ReferenceEquals(sets, _sets))
        {
            unit.Payload.Retain();
            _pending.Add(unit);
            return;
        }

        _pending.Add(LateParameterSets.PutBefore(unit, _sets, writer));
        _sets = sets;
    }

    /// <summary>Ends the open segment before a unit that follows; whatever waits goes into it.</summary>
    /// <param name="next">Decode time of the unit that follows, or null when time does not go on smoothly to it.</param>
    public void EndSegment(long? next)
    {
        WriteRest(next);
        if (rendition.HasOpenSegment) rendition.EndSegment(rendition.OpenDuration, _lastEnd);
    }

    /// <summary>Writes whatever waits: nobody knows when the next unit comes.</summary>
    /// <param name="next">Decode time of the unit that follows, or null when it is not known.</param>
    public void WriteRest(long? next)
    {
        if (_pending.Count == 0) return;
        long end = next ?? _pending[^1].DecodeTime + Math.Max(_typicalDuration, 1);
        if (!HasPlan) CatchUp(end);
        if (_pending.Count == 0) return;
        KeepWithinTarget(end);
        WritePart(_pending.Count, end);
    }

    /// <summary>Begins a segment with a unit.</summary>
    /// <param name="first">The unit.</param>
    /// <param name="isDiscontinuity">Whether it does not go on where the last one ended.</param>
    /// <param name="epoch">See <see cref="TimedSegment.Epoch"/>.</param>
    public void BeginSegment(AccessUnit first, bool isDiscontinuity, long epoch)
    {
        if (_map is null || NeedsNewMap(first) || isDiscontinuity && !ReferenceEquals(_map.Track, first.Track))
        {
            _map = rendition.AddMap(first.Track, WriteInit(first.Track));
            _sets = first.Track.ParameterSets;
        }

        DateTime start = clock().ToUtc(first.PresentationTime, first.Track.ClockRate);
        rendition.BeginSegment(_map, first.DecodeTime, isDiscontinuity, start, epoch, first.Track.Kind == MediaKind.Audio || first.RandomAccess.IsPoint);
        SegmentStart = first.PathTime;
        _beginsSegment = true;
    }

    /// <summary>True when an init segment belongs before the unit: it brings another format, or it is where decoding may begin and other parameter sets are in force.</summary>
    public bool NeedsNewMap(AccessUnit unit) =>
        _map is not null && !ReferenceEquals(_map.Track, unit.Track) && (unit.RandomAccess.IsPoint || !_map.Track.Format.Equals(unit.Track.Format));

    /// <summary>Gives back what waits.</summary>
    public void Clear()
    {
        foreach (AccessUnit unit in _pending) unit.Release();
        _pending.Clear();
        _pendingBytes = 0;
    }

    private void Flush(long next)
    {
        AccessUnit last = _pending[^1];
        long interval = next - last.DecodeTime;
        if (_typicalDuration == 0 || interval < _typicalDuration * 2) _typicalDuration = interval;
        if (!HasPlan)
        {
            if (_pending.Count < FrameRateEstimator.FramesNeeded) return;
            CatchUp(next);
            return;
        }

        KeepWithinTarget(next);
        if (EndsBefore(_pending.Count, next)) WritePart(_pending.Count, next);
    }

    /// <summary>Writes all but the last unit that waits, when with it the part would be longer than it may.</summary>
    private void KeepWithinTarget(long end)
    {
        AccessUnit last = _pending[^1];
        TimeSpan duration = Timebase.ToTimeSpan(end - _pending[0].DecodeTime, last.Track.ClockRate);
        if (_pending.Count > 1 && duration > rendition.State.Parts!.PartTarget) WritePart(_pending.Count - 1, last.DecodeTime);
    }

    /// <summary>Makes the plan and cuts what was kept back for it, as if each unit came now.</summary>
    private void CatchUp(long next)
    {
        MakePlan();
        AccessUnit[] kept = [.. _pending];
        _pending.Clear();
        for (int i = 0; i < kept.Length; i++)
        {
            _pending.Add(kept[i]);
            Flush(i + 1 < kept.Length ? kept[i + 1].DecodeTime : next);
        }
    }

    /// <summary>Whether the first <paramref name="count"/> units that wait are a part that ends at <paramref name="end"/>.</summary>
    private bool EndsBefore(int count, long end)
    {
        int rate = _pending[0].Track.ClockRate;
        TimeSpan duration = Timebase.ToTimeSpan(end - _pending[0].DecodeTime, rate);
        PartPlan plan = rendition.State.Parts!;
        TimeSpan frame = Timebase.ToTimeSpan(_typicalDuration, rate);
        return count >= MaxPending || (IsAsPlanned(plan, frame) ? plan.EndsBefore(count, duration, frame) : duration + frame > plan.PartTarget);
    }

    /// <summary>False when the frame rate is no longer the one that the plan was made for: then only time decides.</summary>
    private static bool IsAsPlanned(PartPlan plan, TimeSpan frame) =>
        plan.FramesPerPart == int.MaxValue || Math.Abs((frame * plan.FramesPerPart - plan.PartDuration).Ticks) * 20 < plan.PartDuration.Ticks;

    private void MakePlan()
    {
        Span<long> times = stackalloc long[Math.Min(_pending.Count, MaxPending)];
        for (int i = 0; i < times.Length; i++) times[i] = _pending[i].DecodeTime;
        Track track = _pending[0].Track;
        PartPlan plan = times.Length > 1
            ? FrameRateEstimator.Plan(times, track.ClockRate, track.Kind == MediaKind.Video, partDuration)
            : PartPlan.ForVariableRate(TimeSpan.Zero, partDuration);
        rendition.State.Parts = plan.PartTarget <= greatestPart ? plan : plan with { PartTarget = greatestPart };
        rendition.State.ReorderDelay = FindReorderDelay();
    }

    /// <summary>
    /// How long after decoding pictures are presented, at least, once they are in the order of presentation: by so much decode times are written late, so that a segment's first presentation
    /// is its decode time.
    /// </summary>
    private int FindReorderDelay()
    {
        Span<long> times = stackalloc long[Math.Min(_pending.Count, MaxPending)];
        for (int i = 0; i < times.Length; i++) times[i] = _pending[i].PresentationTime;
        times.Sort();
        long least = int.MaxValue;
        for (int i = 0; i < times.Length; i++) least = Math.Min(least, times[i] - _pending[i].DecodeTime);
        return (int)Math.Max(least, 0);
    }

    /// <summary>Writes the first <paramref name="count"/> units that wait as one part that ends at <paramref name="end"/>.</summary>
    private void WritePart(int count, long end)
    {
        if (_samples.Length < count) _samples = new FragmentSample[count * 2];
        AccessUnit first = _pending[0];
        for (int i = 0; i < count; i++)
        {
            long next = i + 1 < count ? _pending[i + 1].DecodeTime : end;
            _samples[i] = FragmentSample.Of(_pending[i], (uint)Math.Clamp(next - _pending[i].DecodeTime, 1, uint.MaxValue), rendition.State.ReorderDelay);
        }

        FragmentHeader header = new()
        {
            TrackId = (uint)first.Track.Id + 1,
            SequenceNumber = ++_fragment,
            BaseDecodeTime = first.DecodeTime + rendition.State.ReorderDelay,
            BeginsSegment = _beginsSegment,
            ReferenceTime = ProducerReferenceTime.From(clock(), first.PresentationTime, first.Track.ClockRate),
        };
        FragmentWriter.Write(_samples.AsSpan(0, count), header, writer);
        _beginsSegment = false;
        TimeSpan duration = Timebase.ToTimeSpan(end, first.Track.ClockRate) - Timebase.ToTimeSpan(first.DecodeTime, first.Track.ClockRate);
        // A frame that lasted longer than a part may (frames are missing after it): the media says so, the playlist keeps its promise.
        if (duration > rendition.State.Parts!.PartTarget) duration = rendition.State.Parts.PartTarget;
        bool isIndependent = first.Track.Kind == MediaKind.Audio || HasRandomAccess(count);
        AccessUnit last = _pending[count - 1];
        rendition.Delay.Note(last.Arrival.Nanoseconds - Timebase.ToNanoseconds(last.DecodeTime + rendition.State.ReorderDelay, last.Track.ClockRate));
        _lastEnd = end;
        rendition.AddPart(new HlsPart(rendition.State.NextPart++, writer.Detach(), duration, isIndependent, last.Arrival));
        for (int i = 0; i < count; i++)
        {
            _pendingBytes -= _pending[i].Payload.Length;
            _pending[i].Release();
        }

        _pending.RemoveRange(0, count);
        Array.Clear(_samples, 0, count);
    }

    /// <summary>RFC 8216bis, 4.4.4.9: a part is independent when it contains a frame that is.</summary>
    private bool HasRandomAccess(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (_pending[i].RandomAccess.IsPoint) return true;
        }

        return false;
    }

    private byte[] WriteInit(Track track)
    {
        InitSegment.Write(track, (uint)track.Id + 1, writer);
        byte[] bytes = writer.Written.ToArray();
        writer.Truncate(0);
        return bytes;
    }
}
