using System.Net;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Headers;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Rtsp.Pull;

/// <summary>
/// The UDP ports of one connection to a camera: a pair for each track. Only what comes from the camera's address, or from the one that it named for a track, is
/// handed on. Opened and closed under the connection's lock; datagrams come from the sockets' loops.
/// </summary>
internal sealed class PullPorts(IPEndPoint local, IPEndPoint camera, TimeProvider clock, PullPorts.Receiver receive)
{
    private readonly Dictionary<int, Track> _tracks = [];
    private long _bytesReceived;

    /// <summary>Takes a datagram of a track. Called on the loops of both of its ports; must not throw.</summary>
    internal delegate void Receiver(int track, bool isRtcp, ReadOnlySpan<byte> bytes, MonotonicTime now);

    /// <summary>Bytes of the datagrams that were handed on.</summary>
    public long BytesReceived => Interlocked.Read(ref _bytesReceived);

    /// <summary>Opens a track's pair, for SETUP. Throws <see cref="System.Net.Sockets.SocketException"/> when there is none.</summary>
    public PortPair Open(int track)
    {
        UdpPair pair = UdpPair.OpenFirst(local.Address, 0, 0);
        Listen(track, pair);
        return new PortPair((ushort)pair.Rtp.LocalEndPoint.Port, (ushort)pair.Rtcp.LocalEndPoint.Port);
    }

    /// <summary>
    /// Takes note of what was agreed: joins a group, or opens the way through firewalls with a packet from each port. Throws
    /// <see cref="System.Net.Sockets.SocketException"/> when the group cannot be joined. False when the agreement names no address that can be used.
    /// </summary>
    public bool TryBegin(RtspTrackSetup setup)
    {
        TransportSpec agreed = setup.Transport;
        if (agreed.IsMulticast) return TryJoin(setup.Track, agreed);
        Track track = _tracks[setup.Track];
        if (IPAddress.TryParse(agreed.Source, out IPAddress? source)) track.Source = UdpAddress.Of(new IPEndPoint(source, 0));
        if (agreed.ServerPorts is not { } ports) return true;
        // To the camera alone, whatever address it names: nobody is made to send to others.
        UdpAddress server = UdpAddress.Of(camera);
        track.Reports = server.WithPort(ports.Rtcp);
        // An empty RTP packet, and an empty report of no source.
        track.Pair.Rtp.Send([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], server.WithPort(ports.Rtp));
        track.Pair.Rtcp.Send([0x80, 201, 0, 1, 0, 0, 0, 0], server.WithPort(ports.Rtcp));
        return true;
    }

    /// <summary>Sends a report about a track, where the camera named a port for it.</summary>
    public void Report(int track, ReadOnlySpan<byte> report)
    {
        if (_tracks.TryGetValue(track, out Track? found) && found.Reports is { } address) found.Pair.Rtcp.Send(report, address);
    }

    /// <summary>Closes all ports. Idempotent.</summary>
    public void Close()
    {
        foreach (Track track in _tracks.Values) track.Pair.Dispose();
        _tracks.Clear();
    }

    private bool TryJoin(int index, TransportSpec agreed)
    {
        PortPair? ports = agreed.GroupPorts ?? agreed.ServerPorts;
        if (!IPAddress.TryParse(agreed.Destination, out IPAddress? group) || ports is not { } pair || !IsGroup(group)) return false;
        // Bound to the group: what is sent to others on the same port stays theirs.
        UdpPair opened = UdpPair.Open(group, pair.Rtp, pair.Rtcp, new UdpSocketOptions { IsShared = true });
        Track track = Listen(index, opened);
        if (IPAddress.TryParse(agreed.Source, out IPAddress? source)) track.Source = UdpAddress.Of(new IPEndPoint(source, 0));
        opened.Rtp.Join(group, local.Address);
        opened.Rtcp.Join(group, local.Address);
        return true;
    }

    private Track Listen(int index, UdpPair pair)
    {
        Track track = new(this, index, pair);
        if (_tracks.Remove(index, out Track? before)) before.Pair.Dispose();
        _tracks[index] = track;
        _ = pair.Rtp.ReceiveAsync(new Port(track, isRtcp: false), clock);
        _ = pair.Rtcp.ReceiveAsync(new Port(track, isRtcp: true), clock);
        return track;
    }

    private static bool IsGroup(IPAddress address) => address.GetAddressBytes() is [>= 224 and <= 239, _, _, _];

    private sealed class Track(PullPorts owner, int index, UdpPair pair)
    {
        private readonly UdpAddress _camera = UdpAddress.Of(owner.Camera);

        public UdpPair Pair => pair;

        /// <summary>The address that the camera named as the media's, or null.</summary>
        public UdpAddress? Source { get; set; }

        /// <summary>Where reports go to, or null.</summary>
        public UdpAddress? Reports { get; set; }

        public void Take(bool isRtcp, ReadOnlySpan<byte> bytes, in UdpAddress from, MonotonicTime now)
        {
            if (from.WithPort(0) != _camera.WithPort(0) && from.WithPort(0) != Source) return;
            Interlocked.Add(ref owner._bytesReceived, bytes.Length);
            owner.Receive(index, isRtcp, bytes, now);
        }
    }

    private IPEndPoint Camera => camera;

    private Receiver Receive => receive;

    private sealed class Port(Track track, bool isRtcp) : IUdpHandler
    {
        public void OnDatagram(ReadOnlySpan<byte> bytes, in UdpAddress from, MonotonicTime now) => track.Take(isRtcp, bytes, from, now);
    }
}
