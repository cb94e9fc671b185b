using System.Collections.Immutable;
using Headrace.Containers.MpegTs.ElementaryStreams;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Ts;

/// <summary>
/// All tracks of a stream that MPEG-TS carries as one transport stream without end, muxed once for all readers: SRT, UDP, HTTP. The packets of a video frame and of the sound that
/// waited for it are one group. Readers go through it with a <see cref="TsCursor"/>.
/// </summary>
public sealed class TsBranch : PacketBranch<TsPacketGroup>
{
    private const string BranchKind = "ts";

    /// <summary>Sound waits so long for a picture at most: it lies that much less before its decode time.</summary>
    private static readonly TimeSpan MergeWindow = TimeSpan.FromMilliseconds(50);

    private readonly TsMuxer _muxer = new();
    private readonly TsPathState _path;
    private bool _hasVideo;

    // A bit for each track by its id.
    private uint _carried;
    private bool _hasPending;

    // Where no picture is carried: one at which viewers join has come: they do at the sound that follows it.
    private bool _joinsNext;
    private int _pendingTrack;
    private long _pendingSince;
    private MonotonicTime _pendingArrival;

    private TsBranch(LiveStream stream)
        : base(stream, BranchKind) =>
        _path = stream.PathMemory.Get<TsPathState>();

    /// <summary>What was counted of a stream's branches of this kind.</summary>
    public static TsFigures FiguresOf(LiveStream stream) => stream.PathMemory.Get<TsPathState>().Figures;

    /// <summary>A claim on the branch of a stream.</summary>
    public static BranchLease<TsBranch> Acquire(LiveStream stream) => stream.Branches.Acquire(new BranchKey(BranchKind), () => new TsBranch(stream));

    /// <inheritdoc/>
    public override void OnTracksChanged(ImmutableArray<Track> tracks)
    {
        _muxer.SetTracks(tracks);
        (_hasVideo, _carried) = (false, 0);
        foreach (Track track in tracks)
        {
            if (!TsElementaryStreams.CanCarry(track, out _)) continue;
            _hasVideo |= track.Kind == MediaKind.Video;
            _carried |= 1u << track.Id;
        }
    }

    /// <inheritdoc/>
    public override void OnUnit(AccessUnit unit)
    {
        if (Ring.IsCompleted) return;
        bool isCarried = (_carried >> unit.Track.Id & 1) != 0;
        bool isJoinPoint = unit.IsJoinPoint || (_joinsNext && isCarried);
        _joinsNext = !_hasVideo && !isCarried && (_joinsNext || unit.IsJoinPoint);
        if (isJoinPoint) FlushPending();
        ReadOnlyMemory<byte> entry = isJoinPoint ? Entry() : default;
        long late = _muxer.LateUnits;
        bool isWritten = _muxer.TryWrite(unit, Output);
        if (_muxer.LateUnits > late) _path.CountLateUnit();
        if (!isWritten && isCarried) _path.CountRefusedUnit();
        if (!isWritten) return;
        if (!_hasPending) (_hasPending, _pendingTrack, _pendingSince, _pendingArrival) = (true, unit.Track.Id, unit.PathTime, unit.Arrival);
        bool mayWait = _hasVideo && unit.Track.Kind != MediaKind.Video && unit.Arrival - _pendingArrival < MergeWindow;
        if (!mayWait) Flush(unit.Track.Id, unit.IsLeading, unit.PathTime, unit.Arrival, isJoinPoint, entry);
    }

    /// <inheritdoc/>
    public override void OnPublisherAway() => FlushPending();

    /// <summary>Sends the sound that waits for a picture.</summary>
    private void FlushPending()
    {
        if (_hasPending) Flush(_pendingTrack, false, _pendingSince, _pendingArrival, false, default);
    }

    private void Flush(int trackId, bool isLeading, long pathTime, MonotonicTime arrival, bool isJoinPoint, ReadOnlyMemory<byte> entry)
    {
        _hasPending = false;
        Ring.Publish(new TsPacketGroup(Output.Detach(), trackId, isLeading, pathTime, arrival, isJoinPoint, entry));
    }

    /// <summary>What is written before the next unit for those alone who did not get what is before it.</summary>
    private byte[] Entry()
    {
        _muxer.WriteSkip(Output);
        byte[] entry = Output.Written.ToArray();
        Output.Truncate(0);
        return entry;
    }
}
