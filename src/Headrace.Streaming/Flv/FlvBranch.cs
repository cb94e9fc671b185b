using System.Collections.Immutable;
using Headrace.Containers.Flv.Muxing;
using Headrace.Containers.Flv.TagBodies;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Flv;

/// <summary>
/// All tracks of a stream that FLV carries, muxed once for all readers of a framing: as tags for FLV over HTTP, as chunks for RTMP. A picture and the sound that waited for it are one
/// group. Readers go through it with a <see cref="FlvCursor"/>.
/// </summary>
public sealed class FlvBranch : PacketBranch<FlvGroup>
{
    /// <summary>With fewer viewers sound is sent at once; with more it waits for a picture, at most <see cref="MergeWindow"/>.</summary>
    internal const int MergeReaders = 16;

    private static readonly TimeSpan MergeWindow = TimeSpan.FromMilliseconds(50);

    private readonly FlvMuxer _muxer;
    private uint _carried;
    private bool _hasPending;

    // Where no picture is carried: one at which viewers join has come: they do at the sound that follows it.
    private bool _joinsNext;
    private int _pendingTrack;
    private long _pendingSince;
    private MonotonicTime _pendingArrival;

    private FlvBranch(LiveStream stream, FlvFraming framing)
        : base(stream, framing.Name)
    {
        _muxer = new FlvMuxer(framing);
    }

    /// <summary>Units that could not be carried. Readable from any thread.</summary>
    public long RefusedUnits => _muxer.RefusedUnits;

    /// <summary>A claim on the branch of a stream for a framing.</summary>
    public static BranchLease<FlvBranch> Acquire(LiveStream stream, FlvFraming framing) => stream.Branches.Acquire(new BranchKey(framing.Name), () => new FlvBranch(stream, framing));

    /// <inheritdoc/>
    public override void OnTracksChanged(ImmutableArray<Track> tracks)
    {
        _muxer.SetTracks(tracks);
        _carried = 0;
        foreach (Track track in tracks)
        {
            if (FlvTagBodies.CanCarry(track, out _)) _carried |= 1u << track.Id;
        }
    }

    /// <inheritdoc/>
    public override void OnUnit(AccessUnit unit)
    {
        if (Ring.IsCompleted) return;
        bool isVideo = unit.Track.Kind == MediaKind.Video;
        ReadOnlyMemory<byte> entry = default;
        int configurations = 0;
        bool isCarried = (_carried >> unit.Track.Id & 1) != 0;
        bool isJoinPoint = unit.IsJoinPoint || (_joinsNext && isCarried);
        _joinsNext = !_muxer.HasVideo && !isCarried && (_joinsNext || unit.IsJoinPoint);
        if (isJoinPoint)
        {
            FlushPending();
            entry = Entry(unit, out configurations);
        }

        int start = Output.Length;
        if (!_muxer.TryWrite(unit, Output)) return;
        if (!_hasPending) (_hasPending, _pendingTrack, _pendingSince, _pendingArrival) = (true, unit.Track.Id, unit.PathTime, unit.Arrival);
        bool mayWait = _muxer.HasVideo && !isVideo && unit.Arrival - _pendingArrival < MergeWindow && Readers() >= MergeReaders;
        if (!mayWait) Flush(unit.Track.Id, unit.IsLeading, unit.PathTime, unit.Arrival, isJoinPoint, start, entry, configurations);
    }

    /// <inheritdoc/>
    public override void OnPublisherAway() => FlushPending();

    /// <summary>Sends the sound that waits for a picture.</summary>
    private void FlushPending()
    {
        if (_hasPending) Flush(_pendingTrack, false, _pendingSince, _pendingArrival, false, 0, default, 0);
    }

    private void Flush(int trackId, bool isLeading, long pathTime, MonotonicTime arrival, bool isJoinPoint, int lastUnit, ReadOnlyMemory<byte> entry, int configurations)
    {
        _hasPending = false;
        Ring.Publish(new FlvGroup(Output.Detach(), trackId, isLeading, pathTime, arrival, isJoinPoint, lastUnit, entry, configurations));
    }

    /// <summary>What is written before the next unit for those alone who did not get what is before it.</summary>
    private byte[] Entry(AccessUnit unit, out int configurations)
    {
        configurations = _muxer.WriteEntry(unit, Output);
        byte[] entry = Output.Written.ToArray();
        Output.Truncate(0);
        return entry;
    }
}
