using Headrace.Media.Buffers;
using Headrace.Media.Rings;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Ts;
using Headrace.Transport.Egress;

namespace Headrace.Endpoints.HttpLive.Forms;

/// <summary>A transport stream without end.</summary>
internal sealed class TsFeed : ILiveFeed
{
    private readonly BranchLease<TsBranch> _lease;
    private readonly TsCursor _cursor;

    public TsFeed(ICursorOwner owner, LiveStream stream)
    {
        _lease = TsBranch.Acquire(stream);
        _cursor = new TsCursor(owner, stream, _lease);
    }

    public ReadOnlyMemory<byte> Head => default;

    public long Skips => _cursor.Skips;

    public TimeSpan Lag => _cursor.Lag;

    public bool IsPaced => _cursor.IsPaced;

    public EgressGroup GroupOf(EgressPump pump) => _lease.Branch.GroupOf(pump);

    public void Subscribe(IRingObserver observer) => _lease.Branch.Ring.Subscribe(observer);

    public void Unsubscribe(IRingObserver observer) => _lease.Branch.Ring.Unsubscribe(observer);

    public void Begin(MonotonicTime now) => _cursor.Begin(now);

    public bool TryNext(MonotonicTime now, out MediaBuffer buffer)
    {
        buffer = _cursor.TryRead(now)?.Buffer ?? default;
        return buffer.Length > 0;
    }

    public void Dispose() => _cursor.Dispose();
}
