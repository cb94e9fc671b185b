using System.Collections.Immutable;
using System.Net.Sockets;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Rtsp.Udp;

/// <summary>A viewer over UDP: a cursor and a feed of his own, sent by the socket that all share; and what he reports.</summary>
internal sealed class RtspUdpViewer : IRtspViewer
{
    private readonly BranchCursor<RtpPacketGroup> _cursor;
    private readonly DatagramFeed _feed;
    private readonly UdpEgress _egress;
    private readonly EgressGroup _group;
    private readonly ViewerReports _reports;

    public RtspUdpViewer(
        RtspConnection session, LiveStream stream, BranchLease<RtspBranch> lease, RtspUdpLink link, EgressPump pump, ImmutableArray<Track> described, ImmutableArray<RtspTrackSetup> setups)
    {
        // The key frame goes at once, what follows it at the burst's pace: a receiver's buffer holds a fraction of a second.
        _cursor = new BranchCursor<RtpPacketGroup>(session, stream, lease.Branch, lease, TimeSpan.Zero);
        RtpPathState path = stream.PathMemory.Get<RtpPathState>();
        _reports = new ViewerReports(setups.Select(setup => (path.SsrcOf(described[setup.Track]), RtpSenders.ClockRateOf(described[setup.Track]))));
        _feed = new DatagramFeed(_cursor, link.Ports.Rtcp, _reports);
        foreach (RtspTrackSetup setup in setups)
        {
            if (link.AddressesOf(setup.Track) is { } addresses) _feed.SetTarget(RtpSenders.ChannelOf(described[setup.Track]), addresses.Rtp, addresses.Rtcp);
        }

        _egress = new UdpEgress(pump, link.Ports.Rtp, _feed);
        _group = lease.Branch.GroupOf(pump);
    }

    /// <inheritdoc/>
    public long Skips => _cursor.Skips;

    /// <inheritdoc/>
    public TimeSpan? Lag => _cursor.Lag;

    /// <inheritdoc/>
    public long BytesSent => _egress.BytesSent + _feed.ReportBytes;

    /// <inheritdoc/>
    public ReceptionQuality? Quality => _reports.Quality;

    /// <inheritdoc/>
    public ImmutableArray<RtpTrackStart> Begin(MonotonicTime now) => _cursor.Begin(now)?.Starts ?? [];

    /// <summary>Begins to send; behind the answer to PLAY.</summary>
    public void Start()
    {
        _group.Add(_egress);
        _egress.Schedule();
    }

    /// <summary>Sends nothing any more; the next PLAY has a viewer of its own.</summary>
    public void Pause()
    {
        _group.Remove(_egress);
        _egress.Close();
    }

    /// <inheritdoc/>
    public void Stop()
    {
        Pause();
        _cursor.Dispose();
    }

    /// <summary>Takes what he says in RTCP.</summary>
    public void HandleRtcp(ReadOnlySpan<byte> bytes, MonotonicTime now) => _reports.Handle(bytes, now);
}
