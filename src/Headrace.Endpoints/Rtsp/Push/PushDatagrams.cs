using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Headrace.Endpoints.Forwarding;
using Headrace.Endpoints.Rtsp.Udp;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtsp.Headers;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Rtsp.Push;

/// <summary>
/// The UDP side of one connection that publishes: a pair of ports a track, as servers tell tracks apart by who sends, and for each a cursor of its own. Begun and
/// disposed under the connection's lock; the pump sends.
/// </summary>
internal sealed class PushDatagrams : IDisposable
{
    // What comes back are reports that nobody reads.
    private static readonly UdpSocketOptions SocketOptions = new() { ReceiveBuffer = 64 * 1024 };

    private readonly ImmutableArray<UdpPair> _pairs;
    private ImmutableArray<Lane> _lanes = [];

    private PushDatagrams(ImmutableArray<UdpPair> pairs) => _pairs = pairs;

    /// <summary>The ports of each track, for SETUP.</summary>
    public ImmutableArray<PortPair> Ports => [.. _pairs.Select(pair => new PortPair((ushort)pair.Rtp.LocalEndPoint.Port, (ushort)pair.Rtcp.LocalEndPoint.Port))];

    /// <summary>Bytes of RTP and RTCP that were sent.</summary>
    public long BytesSent => _lanes.Sum(lane => lane.Egress.BytesSent + lane.Feed.ReportBytes);

    /// <summary>How often a track went on at a later key frame.</summary>
    public long Skips => _lanes.Sum(lane => lane.Cursor.Skips);

    /// <summary>How far the track that is most behind reads behind the newest media; null before the beginning.</summary>
    public TimeSpan? Lag => _lanes.Max(lane => lane.Cursor.Lag);

    /// <summary>Opens ports for a number of tracks. Throws <see cref="SocketException"/> when there are none.</summary>
    public static PushDatagrams Open(IPAddress local, int tracks)
    {
        List<UdpPair> pairs = [];
        try
        {
            for (int i = 0; i < tracks; i++) pairs.Add(UdpPair.OpenFirst(local, 0, 0, SocketOptions));
            return new PushDatagrams([.. pairs]);
        }
        catch
        {
            foreach (UdpPair pair in pairs) pair.Dispose();
            throw;
        }
    }

    /// <summary>Begins to send what was agreed; null, or why that cannot be.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="stream">What is sent.</param>
    /// <param name="tracks">The tracks that were announced.</param>
    /// <param name="agreed">What the server takes of them.</param>
    /// <param name="server">Where to: to the server alone, whatever address it names.</param>
    /// <param name="pump">Who sends.</param>
    /// <param name="onError">Told why the system sends nothing there.</param>
    /// <param name="now">The time.</param>
    public string? Begin(
        ICursorOwner owner, LiveStream stream, ImmutableArray<Track> tracks, ImmutableArray<RtspTrackSetup> agreed, IPAddress server, EgressPump pump, Action<SocketError> onError, MonotonicTime now)
    {
        UdpAddress address = UdpAddress.Of(new IPEndPoint(server, 0));
        ImmutableArray<Lane>.Builder lanes = ImmutableArray.CreateBuilder<Lane>(agreed.Length);
        if (agreed.FirstOrDefault(setup => setup.Transport.ServerPorts is null) is { } silent) return $"it agreed to a transport without its ports: {silent.Transport}";
        foreach (RtspTrackSetup setup in agreed)
        {
            PortPair ports = setup.Transport.ServerPorts!.Value;
            BranchLease<RtspBranch> lease = RtspBranch.Acquire(stream, tracks);
            BranchCursor<RtpPacketGroup> cursor = new(owner, stream, lease.Branch, lease, TimeSpan.Zero);
            DatagramFeed feed = new(cursor, _pairs[setup.Track].Rtcp, reports: null, onError);
            feed.SetTarget(RtpSenders.ChannelOf(tracks[setup.Track]), address.WithPort(ports.Rtp), address.WithPort(ports.Rtcp));
            lanes.Add(new Lane(cursor, feed, new UdpEgress(pump, _pairs[setup.Track].Rtp, feed), lease.Branch.GroupOf(pump)));
        }

        _lanes = lanes.ToImmutable();
        foreach (Lane lane in _lanes)
        {
            lane.Cursor.Begin(now);
            lane.Group.Add(lane.Egress);
            lane.Egress.Schedule();
        }

        return null;
    }

    /// <summary>Sends nothing more, and closes the ports. Idempotent.</summary>
    public void Dispose()
    {
        foreach (Lane lane in _lanes)
        {
            lane.Group.Remove(lane.Egress);
            lane.Egress.Close();
            lane.Cursor.Dispose();
        }

        foreach (UdpPair pair in _pairs) pair.Dispose();
    }

    private sealed record Lane(BranchCursor<RtpPacketGroup> Cursor, DatagramFeed Feed, UdpEgress Egress, EgressGroup Group);
}
