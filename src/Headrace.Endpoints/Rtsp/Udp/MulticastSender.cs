using System.Collections.Immutable;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Rtsp.Udp;

/// <summary>Sends a stream to its groups by one of the machine's addresses, once for all who listen. It lives while a session asks for it; sessions end with the branch.</summary>
internal sealed class MulticastSender : ICursorOwner
{
    private readonly BranchCursor<RtpPacketGroup> _cursor;
    private readonly UdpEgress _egress;
    private readonly EgressGroup _group;
    private ImmutableArray<RtspConnection> _sessions = [];

    public MulticastSender(LiveStream stream, BranchLease<RtspBranch> lease, UdpPair sockets, EgressPump pump, ImmutableArray<(Track Track, UdpAddress Rtp, UdpAddress Rtcp)> targets)
    {
        Branch = lease.Branch;
        _cursor = new BranchCursor<RtpPacketGroup>(this, stream, lease.Branch, lease, TimeSpan.Zero);
        DatagramFeed feed = new(_cursor, sockets.Rtcp, reports: null);
        foreach ((Track track, UdpAddress rtp, UdpAddress rtcp) in targets) feed.SetTarget(RtpSenders.ChannelOf(track), rtp, rtcp);
        _egress = new UdpEgress(pump, sockets.Rtp, feed);
        _group = lease.Branch.GroupOf(pump);
    }

    /// <summary>What it reads.</summary>
    public RtspBranch Branch { get; }

    /// <summary>Bytes that it has sent.</summary>
    public long BytesSent => _egress.BytesSent;

    /// <summary>True while a session asks for it.</summary>
    public bool IsWanted => !_sessions.IsEmpty;

    /// <summary>Counts a session in; the first one begins the sending.</summary>
    public void Add(RtspConnection session, MonotonicTime now)
    {
        bool isFirst = !IsWanted;
        _sessions = _sessions.Add(session);
        if (!isFirst) return;
        _cursor.Begin(now);
        _group.Add(_egress);
        _egress.Schedule();
    }

    /// <summary>Counts a session out; with the last one the sending ends, for good.</summary>
    public void Remove(RtspConnection session)
    {
        _sessions = _sessions.Remove(session);
        if (IsWanted) return;
        _group.Remove(_egress);
        _egress.Close();
        _cursor.Dispose();
    }

    /// <inheritdoc/>
    public string Protocol => "rtsp";

    /// <inheritdoc/>
    public void OnSkip(in CursorSkip skip)
    {
        foreach (RtspConnection session in _sessions) session.OnSkip(skip);
    }

    /// <inheritdoc/>
    public void End(SessionEndReason reason)
    {
        foreach (RtspConnection session in _sessions) session.End(reason);
    }
}
