using System.Collections.Concurrent;
using System.Net;
using Headrace.Media.Timing;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Rtsp.Udp;

/// <summary>
/// The server's one pair of ports for RTP and RTCP of all sessions. Who a datagram is from is told by its address: that of the RTSP connection, with
/// the port that a SETUP named. All others are counted and dropped.
/// </summary>
internal sealed class RtspUdpPorts : IDisposable
{
    /// <summary>Addresses that are known at once; each track of a session has two.</summary>
    public const int MaxRoutes = 131_072;

    private static readonly TimeSpan TimeoutInterval = TimeSpan.FromMilliseconds(50);

    private readonly UdpPair _pair;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<UdpAddress, Route> _rtp = new();
    private readonly ConcurrentDictionary<UdpAddress, Route> _rtcp = new();
    private readonly ConcurrentDictionary<IRtspUdpPeer, bool> _timed = new();
    private readonly ITimer _timer;
    private readonly Lock _timerLock = new();
    private long _strangers;

    private RtspUdpPorts(UdpPair pair, TimeProvider clock)
    {
        _pair = pair;
        _clock = clock;
        _timer = clock.CreateTimer(_ => HandleTimeout(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Start("rtp", pair.Rtp, new Port(this, _rtp, isRtcp: false));
        Start("rtcp", pair.Rtcp, new Port(this, _rtcp, isRtcp: true));
    }

    /// <summary>The socket for RTP, to send by.</summary>
    public UdpSocket Rtp => _pair.Rtp;

    /// <summary>The socket for RTCP, to send by.</summary>
    public UdpSocket Rtcp => _pair.Rtcp;

    /// <summary>Datagrams of nobody's.</summary>
    public long Strangers => Interlocked.Read(ref _strangers);

    /// <summary>Opens the first free pair of a range; throws <see cref="System.Net.Sockets.SocketException"/> when there is none.</summary>
    public static RtspUdpPorts Open(IPAddress local, UdpPortRange ports, TimeProvider clock) => new(UdpPair.OpenFirst(local, ports.First, ports.Last), clock);

    /// <summary>From now on gives a peer what comes from two addresses; false when one of them is somebody's.</summary>
    public bool TryAdd(in UdpAddress rtp, in UdpAddress rtcp, IRtspUdpPeer peer, int track)
    {
        Route route = new(peer, track);
        if (_rtp.Count + _rtcp.Count >= MaxRoutes || !_rtp.TryAdd(rtp, route)) return false;
        if (_rtcp.TryAdd(rtcp, route)) return true;
        _rtp.TryRemove(rtp, out _);
        return false;
    }

    /// <summary>Forgets two addresses.</summary>
    public void Remove(in UdpAddress rtp, in UdpAddress rtcp)
    {
        _rtp.TryRemove(rtp, out _);
        _rtcp.TryRemove(rtcp, out _);
    }

    /// <summary>From now on calls a peer's <see cref="IRtspUdpPeer.HandleTimeout"/> many times a second.</summary>
    public void StartTimer(IRtspUdpPeer peer)
    {
        lock (_timerLock)
        {
            if (_timed.TryAdd(peer, true) && _timed.Count == 1) _timer.Change(TimeoutInterval, TimeoutInterval);
        }
    }

    /// <summary>No longer calls it.</summary>
    public void StopTimer(IRtspUdpPeer peer)
    {
        lock (_timerLock)
        {
            if (_timed.TryRemove(peer, out _) && _timed.IsEmpty) _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _pair.Dispose();
    }

    private void Start(string name, UdpSocket socket, Port port)
    {
        Thread thread = new(() => socket.Receive(port, _clock)) { IsBackground = true, Name = name };
        thread.Start();
    }

    private void HandleTimeout()
    {
        MonotonicTime now = MonotonicTime.Now(_clock);
        foreach ((IRtspUdpPeer peer, _) in _timed) peer.HandleTimeout(now);
    }

    private readonly record struct Route(IRtspUdpPeer Peer, int Track);

    private sealed class Port(RtspUdpPorts owner, ConcurrentDictionary<UdpAddress, Route> routes, bool isRtcp) : IUdpHandler
    {
        public void OnDatagram(ReadOnlySpan<byte> bytes, in UdpAddress from, MonotonicTime now)
        {
            if (!routes.TryGetValue(from, out Route route)) Interlocked.Increment(ref owner._strangers);
            else if (isRtcp) route.Peer.HandleRtcp(route.Track, bytes, now);
            else route.Peer.HandleRtp(route.Track, bytes, now);
        }
    }
}
