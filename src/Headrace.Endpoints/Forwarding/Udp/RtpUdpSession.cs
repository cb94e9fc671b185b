using System.Collections.Immutable;
using System.Net;
using Headrace.Endpoints.Rtsp.Udp;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Sessions;
using Headrace.Transport.Egress;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Forwarding.Udp;

/// <summary>One run of RTP over UDP: a port a track, or one for all, and sender reports on the next one.</summary>
internal sealed class RtpUdpSession : ForwardSession
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private readonly ForwardRun _run;
    private readonly UdpPair _sockets;
    private readonly ImmutableArray<Track> _tracks;
    private readonly BranchCursor<RtpPacketGroup> _cursor;
    private readonly DatagramFeed _feed;
    private readonly UdpEgress _egress;
    private readonly EgressGroup _group;
    private readonly ITimer _look;

    public RtpUdpSession(ForwardRun run, IPEndPoint to, UdpPair sockets, ImmutableArray<Track> tracks, UdpTargetOptions options, EgressPump pump, TimeProvider clock)
        : base("rtp", to, run, clock)
    {
        _run = run;
        _sockets = sockets;
        _tracks = tracks;
        BranchLease<RtspBranch> lease = RtspBranch.Acquire(run.Stream, tracks);
        _cursor = new BranchCursor<RtpPacketGroup>(this, run.Stream, lease.Branch, lease, TimeSpan.Zero);
        _feed = new DatagramFeed(_cursor, sockets.Rtcp, reports: null, FailToSend);
        UdpAddress address = UdpAddress.Of(to);
        for (int place = 0; place < tracks.Length; place++)
        {
            int port = RtpLayout.PortOf(to.Port, place, options);
            _feed.SetTarget(RtpSenders.ChannelOf(tracks[place]), address.WithPort(port), address.WithPort(port + 1));
        }

        _egress = new UdpEgress(pump, sockets.Rtp, _feed);
        _group = lease.Branch.GroupOf(pump);
        _look = clock.CreateTimer(_ => Look(), null, LookInterval, LookInterval);
    }

    public override long BytesIn => 0;

    public override long BytesOut => _egress.BytesSent + _feed.ReportBytes;

    public override long Skips => _cursor.Skips;

    public override TimeSpan? Lag => _cursor.Lag;

    /// <summary>Begins to send.</summary>
    public void Start(MonotonicTime now)
    {
        _cursor.Begin(now);
        _group.Add(_egress);
        _egress.Schedule();
    }

    protected override void Stop()
    {
        _look.Dispose();
        _group.Remove(_egress);
        _egress.Close();
        _cursor.Dispose();
        _sockets.Dispose();
    }

    /// <summary>Tracks that came since are not sent: a run of its own describes them.</summary>
    private void Look()
    {
        if (HasMore(_run.Stream.Tracks, _tracks)) End(SessionEndReason.FormatChanged);
    }
}
