using System.Collections.Immutable;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Manifests.Hls.Planning;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Hls;

/// <summary>
/// Packages a stream as MPEG-TS for HLS: all tracks in one rendition, whole segments, muxed once for all. A segment begins with the tables and, but
/// for groups longer than the plan allows, with a key frame.
/// </summary>
internal sealed class TsSegmentBranch : HlsBranch
{
    /// <summary>Folder of its rendition below the stream's <c>hls</c>.</summary>
    internal const string Folder = "ts";

    /// <summary>Bytes after which what was written becomes a buffer of its own, so that no large one grows by copying.</summary>
    private const int ChunkBytes = 256 * 1024;

    /// <summary>Segments after which tracks that were announced are no longer waited for.</summary>
    private const int PatienceSegments = 3;

    /// <summary>A lead that is silent for so long no longer decides where segments end. In nanoseconds.</summary>
    private const long LeadSilence = Timebase.NanosecondsPerSecond;

    private readonly TsMuxer _muxer = new();
    private readonly int[] _seen = new int[LiveStream.MaxSlots];
    private readonly HlsRendition _rendition;
    private readonly LeadingPictures _leading = new();
    private readonly List<long> _firstTimes = new(FrameRateEstimator.FramesNeeded);
    private ImmutableArray<Track> _program = [];
    private long _segmentStart;
    private long _lastPoint;
    private long _lastTime = -1;
    private long _frame;
    private int _discontinuities;
    private int _seenInPlaylist;
    private MonotonicTime _arrival;

    internal TsSegmentBranch(LiveStream stream)
        : base(stream, HlsPackaging.Ts, isLowLatency: false) =>
        _rendition = new HlsRendition(Folder, State.Rendition(0), State.Incarnation, Window);

    /// <inheritdoc/>
    public override void OnUnit(AccessUnit unit)
    {
        if (IsEnded || !Has(unit.Track)) return;
        bool isLead = Lead() is { } lead && lead.Id == unit.Track.Id;
        if (isLead && _leading.LeaveOut(unit)) return;
        bool isPoint = isLead && unit.RandomAccess.IsPoint;
        if (!_rendition.HasOpenSegment)
        {
            if (!isPoint) return;
            Begin(unit, _rendition.State.HasBegun);
            _rendition.State.HasBegun = true;
            _leading.BeginAt(unit);
        }
        else
        {
            NoteDiscontinuity(unit);
            // What breaks another track only, or the program, the lead follows at a key frame: before one, players have nothing to show.
            bool isBreak = isLead && (unit.IsDiscontinuity || (isPoint && (_discontinuities > _seenInPlaylist || !IsProgramCurrent())));
            if (isBreak || MustEnd(unit, isLead)) Cut(unit, isBreak);
        }

        if (isLead) NoteLead(unit, isPoint);
        long late = _muxer.LateUnits;
        bool isWritten = _muxer.TryWrite(unit, Writer);
        if (isWritten) _arrival = unit.Arrival;
        if (isWritten && Writer.Length >= ChunkBytes) Flush();
        if (_muxer.LateUnits > late) State.CountLateUnit();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (IsEnded) return;
        _rendition.End();
        End();
    }

    private bool MustEnd(AccessUnit unit, bool isLead)
    {
        TimeSpan frame = TimeSpan.FromTicks(_frame / 100);
        if (isLead) return EndsBefore(unit, _segmentStart, _lastPoint, frame);
        return unit.PathTime - _lastTime > Math.Max(LeadSilence, 2 * _frame) && Plan.MustEndBefore(Span(_segmentStart, unit.PathTime), frame);
    }

    /// <summary>What breaks several tracks, one after the other, is one discontinuity: each takes part in it once.</summary>
    private void NoteDiscontinuity(AccessUnit unit)
    {
        ref int seen = ref _seen[unit.Track.Id];
        if (unit.IsDiscontinuity)
        {
            if (seen == _discontinuities) _discontinuities++;
            seen = _discontinuities;
        }
        else if (unit.PathTime >= _segmentStart)
        {
            seen = Math.Max(seen, _seenInPlaylist);
        }
    }

    private void Cut(AccessUnit unit, bool isBreak)
    {
        Flush();
        TimeSpan duration = Span(_segmentStart, isBreak ? Math.Max(_lastTime + _frame, _segmentStart) : unit.PathTime);
        _rendition.EndSegment(duration < Plan.LongestSegment ? duration : Plan.LongestSegment);
        bool isWhole = IsProgramCurrent() || _rendition.CompleteSegments >= PatienceSegments;
        if (Presentation is null && isWhole && _rendition.CompleteSegments >= LeastSegments) Present([_rendition]);
        Begin(unit, isBreak);
    }

    private void Begin(AccessUnit first, bool isDiscontinuity)
    {
        _seenInPlaylist = _discontinuities;
        _program = Tracks;
        _muxer.SetTracks(_program);
        _muxer.WriteTables(first, Writer);
        if (isDiscontinuity) _muxer.WriteDiscontinuity(first, Writer);
        _rendition.Show(_program);
        _rendition.BeginSegment(null, first.DecodeTime, isDiscontinuity, Clock.ToUtc(first.PresentationTime, first.Track.ClockRate));
        _segmentStart = first.PathTime;
    }

    private bool IsProgramCurrent()
    {
        if (_program.Length != Tracks.Length) return false;
        for (int i = 0; i < _program.Length; i++)
        {
            if (_program[i].Id != Tracks[i].Id || !_program[i].Format.Equals(Tracks[i].Format)) return false;
        }

        return true;
    }

    /// <summary>Follows the lead's times: what a frame lasts, and, for the multivariant playlist, the frame rate.</summary>
    private void NoteLead(AccessUnit unit, bool isPoint)
    {
        long interval = unit.PathTime - _lastTime;
        if (_lastTime >= 0 && interval > 0 && (_frame == 0 || interval < _frame * 2)) _frame = interval;
        _lastTime = unit.PathTime;
        if (isPoint) _lastPoint = unit.PathTime;
        if (_rendition.State.Parts is not null) return;
        if (unit.IsDiscontinuity) _firstTimes.Clear();
        _firstTimes.Add(unit.DecodeTime);
        if (_firstTimes.Count < FrameRateEstimator.FramesNeeded) return;
        ReadOnlySpan<long> times = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_firstTimes);
        _rendition.State.Parts = FrameRateEstimator.Plan(times, unit.Track.ClockRate, unit.Track.Kind == MediaKind.Video, Options.PartDuration);
    }

    private void Flush()
    {
        if (Writer.Length > 0) _rendition.AddPart(new HlsPart(_rendition.State.NextPart++, Writer.Detach(), TimeSpan.Zero, IsIndependent: false, _arrival));
    }
}
