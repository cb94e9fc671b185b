using Headrace.Containers.Flv.Muxing;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Flv;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;

namespace Headrace.Endpoints.Rtmp;

/// <summary>Who gets a stream in chunks of RTMP over a connection: a cursor in the shared ring. Begun and stopped by the connection's loop, read by the pump.</summary>
internal sealed class RtmpViewer : IEgressSource
{
    /// <summary>How long his connection may take nothing at all.</summary>
    public static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(10);

    private readonly Action _onStalled;
    private readonly TcpEgress _egress;
    private readonly EgressGroup _group;
    private readonly FlvCursor _cursor;
    private readonly MemoryAccount _memory;

    /// <summary>A viewer who has not begun.</summary>
    /// <param name="session">Who he is.</param>
    /// <param name="onStalled">Told when his connection has taken nothing for <see cref="StallLimit"/>.</param>
    /// <param name="stream">What he views.</param>
    /// <param name="egress">Who writes.</param>
    public RtmpViewer(ICursorOwner session, Action onStalled, LiveStream stream, TcpEgress egress)
    {
        _onStalled = onStalled;
        _egress = egress;
        BranchLease<FlvBranch> lease = FlvBranch.Acquire(stream, FlvFraming.RtmpChunks);
        _cursor = new FlvCursor(session, stream, lease);
        _memory = lease.Branch.Memory;
        _group = _cursor.GroupOf(egress.Pump);
    }

    /// <summary>The message stream that he wants his media on: where it is not the one of the shared chunks, he gets copies.</summary>
    public uint StreamId { get; init; } = RtmpChunkFraming.MessageStream;

    /// <summary>How often he fell behind. Readable from any thread.</summary>
    public long Skips => _cursor.Skips;

    /// <summary>How far behind the newest media he reads. Readable from any thread.</summary>
    public TimeSpan Lag => _cursor.Lag;

    /// <summary>Chooses where he begins.</summary>
    public void Begin(MonotonicTime now)
    {
        _cursor.Begin(now);
        _group.Add(_egress);
    }

    /// <summary>Sends nothing any more, and gives the branch back.</summary>
    public void Stop()
    {
        _group.Remove(_egress);
        _cursor.Dispose();
    }

    /// <inheritdoc/>
    public bool IsPaced => _cursor.IsPaced;

    /// <inheritdoc/>
    public bool TryNext(MonotonicTime now, out MediaBuffer buffer)
    {
        if (!_cursor.TryNext(now, out buffer)) return false;
        if (StreamId == RtmpChunkFraming.MessageStream) return true;
        using MediaBufferWriter own = new(MediaBufferPool.Shared, _memory);
        own.Write(buffer.Span);
        RtmpChunkFraming.SetMessageStream(own.Written, StreamId);
        buffer.Release();
        buffer = own.Detach();
        return true;
    }

    /// <inheritdoc/>
    public void OnStalled(TimeSpan duration)
    {
        if (duration > StallLimit) _onStalled();
    }
}
