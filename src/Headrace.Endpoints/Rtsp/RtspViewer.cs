using System.Collections.Immutable;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;

namespace Headrace.Endpoints.Rtsp;

/// <summary>A viewer within the connection: his cursor in the branch's ring, and the channels that he chose.</summary>
internal sealed class RtspViewer : IRtspViewer, IEgressSource
{
    /// <summary>How long his connection may take nothing at all.</summary>
    public static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(10);

    private readonly Action _onStalled;
    private readonly TcpEgress _egress;
    private readonly EgressGroup _group;
    private readonly BranchCursor<RtpPacketGroup> _cursor;
    private readonly ChannelMap _channels;
    private readonly MemoryAccount _memory;

    /// <summary>A viewer who has not begun.</summary>
    /// <param name="session">Who he is.</param>
    /// <param name="onStalled">Told when his connection has taken nothing for <see cref="StallLimit"/>.</param>
    /// <param name="stream">What he views.</param>
    /// <param name="lease">His claim on the branch.</param>
    /// <param name="egress">Who writes.</param>
    /// <param name="described">The tracks as they were described to him.</param>
    /// <param name="setups">Those that he takes.</param>
    public RtspViewer(
        ICursorOwner session, Action onStalled, LiveStream stream, BranchLease<RtspBranch> lease, TcpEgress egress, ImmutableArray<Track> described, ImmutableArray<RtspTrackSetup> setups)
    {
        _onStalled = onStalled;
        _memory = lease.Branch.Memory;
        _egress = egress;
        _channels = ChannelMap.Of(setups, described);
        _cursor = new BranchCursor<RtpPacketGroup>(session, stream, lease.Branch, lease);
        _group = lease.Branch.GroupOf(egress.Pump);
    }

    /// <inheritdoc/>
    public long Skips => _cursor.Skips;

    /// <inheritdoc/>
    public TimeSpan? Lag => _cursor.Lag;

    /// <inheritdoc/>
    public ImmutableArray<RtpTrackStart> Begin(MonotonicTime now)
    {
        ImmutableArray<RtpTrackStart> starts = _cursor.Begin(now)?.Starts ?? [];
        _group.Add(_egress);
        return starts;
    }

    /// <inheritdoc/>
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
        while (_cursor.TryRead(now) is { } group)
        {
            int leftOut = _cursor.Undecodable(group);
            buffer = _channels.IsIdentity && leftOut == IPacketGroup.NoTrack ? group.Buffer : _channels.Rewrite(group.Buffer, _memory, leftOut);
            if (buffer.Length > 0) return true;
        }

        buffer = default;
        return false;
    }

    /// <inheritdoc/>
    public void OnStalled(TimeSpan duration)
    {
        if (duration > StallLimit) _onStalled();
    }
}
