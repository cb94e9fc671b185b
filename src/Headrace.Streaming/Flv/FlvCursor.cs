using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;

namespace Headrace.Streaming.Flv;

/// <summary>
/// A viewer's way through live FLV or RTMP. What all get is handed on as it is; where he begins he gets metadata and configurations before it, where he goes on after a skip the
/// configurations, and leading pictures that he cannot decode are left out. Read by one thread only.
/// </summary>
public sealed class FlvCursor
{
    private readonly BranchCursor<FlvGroup> _cursor;
    private readonly FlvBranch _branch;
    private bool _hasBegun;

    /// <summary>A cursor that has not begun.</summary>
    /// <param name="owner">For whom it reads.</param>
    /// <param name="stream">What he reads.</param>
    /// <param name="lease">His claim on the branch; given back by <see cref="Dispose"/>.</param>
    public FlvCursor(ICursorOwner owner, LiveStream stream, BranchLease<FlvBranch> lease)
    {
        _cursor = new BranchCursor<FlvGroup>(owner, stream, lease.Branch, lease);
        _branch = lease.Branch;
    }

    /// <summary>How often he fell behind. Readable from any thread.</summary>
    public long Skips => _cursor.Skips;

    /// <summary>How far behind the newest group he reads. Readable from any thread.</summary>
    public TimeSpan Lag => _cursor.Lag;

    /// <summary>True when the backlog is given slowly: there is more before the ring says so.</summary>
    public bool IsPaced => _cursor.IsPaced;

    /// <summary>The viewers that a pump writes for.</summary>
    public EgressGroup GroupOf(EgressPump pump) => _branch.GroupOf(pump);

    /// <summary>Puts the cursor at the newest key frame, or before the next one, as the stream's options say.</summary>
    public void Begin(MonotonicTime now) => _cursor.Begin(now);

    /// <summary>The next bytes, whole messages with one reference for the caller. False when there are none now, and when the session has ended for it.</summary>
    public bool TryNext(MonotonicTime now, out MediaBuffer buffer)
    {
        while (_cursor.TryRead(now) is { } group)
        {
            bool isLeftOut = _cursor.Undecodable(group) != IPacketGroup.NoTrack;
            bool isEntry = _cursor.HasJoined && group.Entry.Length > 0;
            buffer = group.Buffer;
            if (!isEntry && !isLeftOut) return true;
            buffer = Rewrite(group, isEntry, isLeftOut);
            group.Release();
            if (buffer.Length > 0) return true;
        }

        buffer = default;
        return false;
    }

    /// <summary>Goes on at the next key frame: what was read last did not get through.</summary>
    public void Skip(MonotonicTime now) => _cursor.Skip(now);

    /// <summary>Gives the branch back. Thread-safe.</summary>
    public void Dispose() => _cursor.Dispose();

    /// <summary>The bytes as he gets them, in a buffer of his own.</summary>
    private MediaBuffer Rewrite(FlvGroup group, bool isEntry, bool isLeftOut)
    {
        using MediaBufferWriter own = new(MediaBufferPool.Shared, _branch.Memory);
        if (isEntry)
        {
            own.Write((_hasBegun ? group.Entry[group.Configurations..] : group.Entry).Span);
            _hasBegun = true;
        }

        ReadOnlySpan<byte> shared = group.Buffer.Span;
        if (isLeftOut) shared = shared[..group.LastUnit];
        if (!shared.IsEmpty) own.Write(shared);
        return own.Detach();
    }
}
