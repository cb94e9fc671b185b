using Headrace.Containers.MpegTs.Muxing;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Ts;

/// <summary>
/// A reader's way through a live transport stream. What all get is handed on as it is; where he begins or goes on after a skip, packets of his own say so before it,
/// and leading pictures that he cannot decode are left out. Read by one thread only.
/// </summary>
public sealed class TsCursor
{
    private readonly BranchCursor<TsPacketGroup> _cursor;
    private readonly MemoryAccount _memory;
    private TsGap? _gap;

    /// <summary>A cursor that has not begun.</summary>
    /// <param name="owner">For whom it reads.</param>
    /// <param name="stream">What he reads.</param>
    /// <param name="lease">His claim on the branch; given back by <see cref="Dispose"/>.</param>
    /// <param name="initialBurst">How much of the backlog he gets at once; null: the usual.</param>
    public TsCursor(ICursorOwner owner, LiveStream stream, BranchLease<TsBranch> lease, TimeSpan? initialBurst = null)
    {
        _cursor = new BranchCursor<TsPacketGroup>(owner, stream, lease.Branch, lease, initialBurst);
        _memory = lease.Branch.Memory;
    }

    /// <summary>How often he fell behind. Readable from any thread.</summary>
    public long Skips => _cursor.Skips;

    /// <summary>How far behind the newest group he reads. Readable from any thread.</summary>
    public TimeSpan Lag => _cursor.Lag;

    /// <summary>True when the backlog is given slowly: there is more before the ring says so.</summary>
    public bool IsPaced => _cursor.IsPaced;

    /// <summary>Puts the cursor at the newest key frame, or before the next one, as the stream's options say.</summary>
    public void Begin(MonotonicTime now) => _cursor.Begin(now);

    /// <summary>The next packets, whole and retained for the caller; null when there are none now, and when the session has ended for it.</summary>
    public TsPacketGroup? TryRead(MonotonicTime now)
    {
        while (_cursor.TryRead(now) is { } group)
        {
            int leftOut = _cursor.Undecodable(group);
            bool isEntry = _cursor.HasJoined && group.Entry.Length > 0;
            if (isEntry) _gap = null;
            if (!isEntry && leftOut == IPacketGroup.NoTrack && _gap?.IsOpen != true) return group;
            if (Rewrite(group, isEntry, leftOut) is { } rewritten) return rewritten;
        }

        return null;
    }

    /// <summary>Goes on at the next key frame: what was read last did not get through.</summary>
    public void Skip(MonotonicTime now) => _cursor.Skip(now);

    /// <summary>Gives the branch back. Thread-safe.</summary>
    public void Dispose() => _cursor.Dispose();

    /// <summary>The group as he gets it, in a buffer of his own; null where nothing is left of it. The shared one is released.</summary>
    private TsPacketGroup? Rewrite(TsPacketGroup group, bool isEntry, int leftOut)
    {
        using MediaBufferWriter own = new(MediaBufferPool.Shared, _memory);
        ReadOnlySpan<byte> shared = group.Buffer.Span;
        if (isEntry)
        {
            own.Write(group.Entry.Span);
            own.Write(shared);
        }
        else if (leftOut != IPacketGroup.NoTrack)
        {
            _gap ??= new TsGap(TsMuxer.PidOf(leftOut));
            _gap.LeaveOut(shared, own);
        }
        else
        {
            _gap!.Close(shared, own);
        }

        group.Release();
        return own.Length == 0 ? null : group with { Buffer = own.Detach() };
    }
}
