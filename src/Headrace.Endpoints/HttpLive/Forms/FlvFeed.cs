using System.Collections.Immutable;
using Headrace.Containers.Flv;
using Headrace.Containers.Flv.Muxing;
using Headrace.Containers.Flv.TagBodies;
using Headrace.Media.Buffers;
using Headrace.Media.Rings;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Flv;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;

namespace Headrace.Endpoints.HttpLive.Forms;

/// <summary>FLV without end.</summary>
internal sealed class FlvFeed : ILiveFeed
{
    private readonly BranchLease<FlvBranch> _lease;
    private readonly FlvCursor _cursor;

    public FlvFeed(ICursorOwner owner, LiveStream stream)
    {
        ImmutableArray<Track> tracks = stream.Tracks;
        Head = FlvFileHeader.Write(Has(tracks, MediaKind.Video), Has(tracks, MediaKind.Audio));
        _lease = FlvBranch.Acquire(stream, FlvFraming.Tags);
        _cursor = new FlvCursor(owner, stream, _lease);
    }

    public ReadOnlyMemory<byte> Head { get; }

    public long Skips => _cursor.Skips;

    public TimeSpan Lag => _cursor.Lag;

    public bool IsPaced => _cursor.IsPaced;

    public EgressGroup GroupOf(EgressPump pump) => _lease.Branch.GroupOf(pump);

    public void Subscribe(IRingObserver observer) => _lease.Branch.Ring.Subscribe(observer);

    public void Unsubscribe(IRingObserver observer) => _lease.Branch.Ring.Unsubscribe(observer);

    public void Begin(MonotonicTime now) => _cursor.Begin(now);

    public bool TryNext(MonotonicTime now, out MediaBuffer buffer) => _cursor.TryNext(now, out buffer);

    public void Dispose() => _cursor.Dispose();

    private static bool Has(ImmutableArray<Track> tracks, MediaKind kind) => tracks.Any(track => track.Kind == kind && FlvTagBodies.CanCarry(track, out _));
}
