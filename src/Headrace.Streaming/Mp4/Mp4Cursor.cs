using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Mp4;

/// <summary>A viewer's way through live MP4. What all get is handed on as it is; leading pictures that he cannot decode are left out. Read by one thread only.</summary>
public sealed class Mp4Cursor
{
    private readonly BranchCursor<Mp4Group> _cursor;
    private readonly MemoryAccount _memory;

    /// <summary>A cursor that has not begun.</summary>
    /// <param name="owner">For whom it reads.</param>
    /// <param name="stream">What he reads.</param>
    /// <param name="lease">His claim on the branch; given back by <see cref="Dispose"/>.</param>
    public Mp4Cursor(ICursorOwner owner, LiveStream stream, BranchLease<Mp4Branch> lease)
    {
        _cursor = new BranchCursor<Mp4Group>(owner, stream, lease.Branch, lease);
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

    /// <summary>The next fragments, with one reference for the caller. False when there are none now, and when the session has ended for it.</summary>
    public bool TryNext(MonotonicTime now, out MediaBuffer buffer)
    {
        while (_cursor.TryRead(now) is { } group)
        {
            buffer = group.Buffer;
            if (_cursor.Undecodable(group) == IPacketGroup.NoTrack) return true;
            ReadOnlySpan<byte> sound = buffer.Span[group.Sound..];
            buffer = sound.IsEmpty ? default : MediaBufferPool.Shared.Copy(sound, _memory);
            group.Release();
            if (buffer.Length > 0) return true;
        }

        buffer = default;
        return false;
    }

    /// <summary>Gives the branch back. Thread-safe.</summary>
    public void Dispose() => _cursor.Dispose();
}
