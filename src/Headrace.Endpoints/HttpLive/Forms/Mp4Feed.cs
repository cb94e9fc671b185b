using Headrace.Media.Buffers;
using Headrace.Media.Rings;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Mp4;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;

namespace Headrace.Endpoints.HttpLive.Forms;

/// <summary>A fragmented MP4 file without end.</summary>
internal sealed class Mp4Feed : ILiveFeed
{
    private readonly BranchLease<Mp4Branch> _lease;
    private readonly Mp4Cursor _cursor;

    public Mp4Feed(ICursorOwner owner, LiveStream stream)
    {
        _lease = Mp4Branch.Acquire(stream);
        _cursor = new Mp4Cursor(owner, stream, _lease);
    }

    public ReadOnlyMemory<byte> Head => _lease.Branch.Init;

    public long Skips => _cursor.Skips;

    public TimeSpan Lag => _cursor.Lag;

    public bool IsPaced => _cursor.IsPaced;

    public EgressGroup GroupOf(EgressPump pump) => _lease.Branch.GroupOf(pump);

    public void Subscribe(IRingObserver observer) => _lease.Branch.Ring.Subscribe(observer);

    public void Unsubscribe(IRingObserver observer) => _lease.Branch.Ring.Unsubscribe(observer);

    public void Begin(MonotonicTime now) => _cursor.Begin(now);

    public bool TryNext(MonotonicTime now, out MediaBuffer buffer) => _cursor.TryNext(now, out buffer);

    public void Dispose() => _cursor.Dispose();
}
