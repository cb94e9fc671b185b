using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtsp.Headers;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Headrace.Transport.Tcp;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Rtsp.Udp;

/// <summary>
/// Multicast out: the groups of streams, a pair of sockets for each address of the machine by which somebody asked, and the senders that run. Groups are of
/// IPv4. Thread-safe.
/// </summary>
internal sealed class RtspMulticast(StreamRegistry streams) : IDisposable
{
    /// <summary>Addresses of the machine that are sent by.</summary>
    private const int MaxInterfaces = 256;

    private readonly MulticastGroups _groups = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, UdpPair> _sockets = [];
    private readonly Dictionary<(RtspBranch Branch, IPAddress At), MulticastSender> _senders = [];

    /// <summary>The group of a track; null when all are taken.</summary>
    public IPAddress? GroupOf(LiveStream stream, Track track) => _groups.Find(stream, track.Id);

    /// <summary>The transport of a track as the answer to SETUP gives it; null where multicast cannot be: over IPv6, or without a group.</summary>
    public TransportSpec? SetUp(LiveStream stream, Track track, IPAddress local, TransportSpec wanted, uint? ssrc)
    {
        IPAddress at = PeerAddress.Unmap(local);
        if (at.AddressFamily != AddressFamily.InterNetwork || GroupOf(stream, track) is not { } group) return null;
        int port = MulticastGroups.RtpPortOf(track.Id);
        return new TransportSpec
        {
            IsMulticast = true,
            Destination = group.ToString(),
            Source = at.ToString(),
            TimeToLive = MulticastGroups.TimeToLive,
            GroupPorts = new PortPair((ushort)port, (ushort)(port + 1)),
            Ssrc = ssrc,
            Mode = wanted.Mode is null ? null : TransportMode.Play,
        };
    }

    /// <summary>Counts a session in that listens to a stream's groups by one of the machine's addresses; null where it cannot be sent there.</summary>
    public MulticastSender? Join(RtspConnection session, LiveStream stream, ImmutableArray<Track> described, IPAddress local, EgressPump pump, MonotonicTime now)
    {
        IPAddress at = PeerAddress.Unmap(local);
        lock (_gate)
        {
            if (SocketsAt(at) is not { } sockets) return null;
            Streaming.Branches.BranchLease<RtspBranch> lease = RtspBranch.Acquire(stream, described);
            if (_senders.TryGetValue((lease.Branch, at), out MulticastSender? sender)) lease.Dispose();
            else _senders[(lease.Branch, at)] = sender = new MulticastSender(stream, lease, sockets, pump, Targets(stream, described));
            sender.Add(session, now);
            return sender;
        }
    }

    /// <summary>Counts it out.</summary>
    public void Leave(MulticastSender sender, RtspConnection session, IPAddress local)
    {
        lock (_gate)
        {
            sender.Remove(session);
            if (!sender.IsWanted) _senders.Remove((sender.Branch, PeerAddress.Unmap(local)));
        }
    }

    /// <summary>Gives back what belongs to streams that are no more.</summary>
    public void HandleTimeout() => _groups.Forget(stream => streams.Find(stream.Name) != stream);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (UdpPair pair in _sockets.Values) pair.Dispose();
            _sockets.Clear();
        }
    }

    private ImmutableArray<(Track Track, UdpAddress Rtp, UdpAddress Rtcp)> Targets(LiveStream stream, ImmutableArray<Track> described) =>
    [
        .. from track in described
           let address = GroupOf(stream, track)
           where address is not null
           let rtp = UdpAddress.Of(new IPEndPoint(address, MulticastGroups.RtpPortOf(track.Id)))
           select (track, rtp, rtp.WithPort(rtp.Port + 1)),
    ];

    private UdpPair? SocketsAt(IPAddress at)
    {
        if (_sockets.TryGetValue(at, out UdpPair? known)) return known;
        if (_sockets.Count >= MaxInterfaces) return null;
        UdpPair? opened = null;
        try
        {
            opened = UdpPair.OpenFirst(at, 0, 0);
            opened.Rtp.SendMulticastBy(at, MulticastGroups.TimeToLive);
            opened.Rtcp.SendMulticastBy(at, MulticastGroups.TimeToLive);
            return _sockets[at] = opened;
        }
        catch (SocketException)
        {
            // The address went while somebody asked by it.
            opened?.Dispose();
            return null;
        }
    }
}
