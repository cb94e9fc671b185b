using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using Headrace.Endpoints.Rtp;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Headers;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Rtsp.Udp;

/// <summary>
/// What one connection has of the server's UDP ports: the addresses of the tracks that it set up, all of them the peer's own, and who takes what
/// comes from there. Set up and closed by the connection's loop; datagrams come from the ports' loops.
/// </summary>
internal sealed class RtspUdpLink(RtspUdpPorts ports, IPEndPoint peer, IPEndPoint local) : IRtspUdpPeer
{
    private const string Cname = "headrace";

    /// <summary>Interval of reception reports; each is spread by half of it up and down (RFC 3550, 6.2).</summary>
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(5);

    private readonly uint _ssrc = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
    private ImmutableDictionary<int, TrackAddresses> _tracks = ImmutableDictionary<int, TrackAddresses>.Empty;
    private RtspPublisher? _publisher;
    private RtspUdpViewer? _viewer;
    private MonotonicTime _nextReport;
    private long _lastHeard;
    private long _bytesReceived;
    private long _bytesReported;

    /// <summary>The server's sockets.</summary>
    public RtspUdpPorts Ports => ports;

    /// <summary>When something came from one of the addresses last.</summary>
    public MonotonicTime LastHeard => new(Volatile.Read(ref _lastHeard));

    /// <summary>Bytes of datagrams received.</summary>
    public long BytesReceived => Interlocked.Read(ref _bytesReceived);

    /// <summary>Bytes of reports sent.</summary>
    public long BytesReported => Interlocked.Read(ref _bytesReported);

    /// <summary>Takes a track's addresses; the transport as the answer gives it, or null when they are somebody else's.</summary>
    public TransportSpec? TrySetUp(int track, TransportSpec wanted, uint? ssrc, bool isRecord)
    {
        Forget(track);
        PortPair client = wanted.ClientPorts!.Value;
        UdpAddress rtp = UdpAddress.Of(new IPEndPoint(peer.Address, client.Rtp));
        TrackAddresses addresses = new(rtp, rtp.WithPort(client.Rtcp));
        if (client.Rtp == 0 || client.Rtcp == 0 || client.Rtp == client.Rtcp || !ports.TryAdd(addresses.Rtp, addresses.Rtcp, this, track)) return null;
        _tracks = _tracks.SetItem(track, addresses);
        return new TransportSpec
        {
            ClientPorts = client,
            ServerPorts = new PortPair((ushort)ports.Rtp.LocalEndPoint.Port, (ushort)ports.Rtcp.LocalEndPoint.Port),
            Source = (local.Address.IsIPv4MappedToIPv6 ? local.Address.MapToIPv4() : local.Address).ToString(),
            Ssrc = isRecord ? null : ssrc,
            Mode = isRecord ? TransportMode.Record : wanted.Mode is null ? null : TransportMode.Play,
        };
    }

    /// <summary>Where a track's packets go; null for one that was not set up.</summary>
    public TrackAddresses? AddressesOf(int track) => _tracks.TryGetValue(track, out TrackAddresses found) ? found : null;

    /// <summary>From now on what comes is a publisher's media.</summary>
    public void Record(RtspPublisher publisher, MonotonicTime now)
    {
        _nextReport = now + ReportInterval / 2;
        Volatile.Write(ref _publisher, publisher);
        ports.StartTimer(this);
    }

    /// <summary>From now on what comes is a viewer's reports; null for nobody's.</summary>
    public void Play(RtspUdpViewer? viewer) => Volatile.Write(ref _viewer, viewer);

    /// <summary>From now on what comes is nobody's media.</summary>
    public void StopRecording()
    {
        ports.StopTimer(this);
        Volatile.Write(ref _publisher, null);
    }

    /// <summary>Gives all addresses back.</summary>
    public void Clear()
    {
        StopRecording();
        Play(null);
        foreach (int track in _tracks.Keys) Forget(track);
    }

    /// <inheritdoc/>
    public void HandleRtp(int track, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        Note(bytes.Length, now);
        Volatile.Read(ref _publisher)?.HandleRtp(track, bytes, now);
    }

    /// <inheritdoc/>
    public void HandleRtcp(int track, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        Note(bytes.Length, now);
        Volatile.Read(ref _publisher)?.HandleRtcp(track, bytes, now);
        Volatile.Read(ref _viewer)?.HandleRtcp(bytes, now);
    }

    /// <inheritdoc/>
    public void HandleTimeout(MonotonicTime now)
    {
        if (Volatile.Read(ref _publisher) is not { } publisher) return;
        publisher.HandleTimeout(now);
        if (now < _nextReport) return;
        _nextReport = now + ReportInterval * (0.5 + Random.Shared.NextDouble());
        Report(publisher, now);
    }

    private void Report(RtspPublisher publisher, MonotonicTime now)
    {
        Span<byte> report = stackalloc byte[RtpTracks.MaxReportBytes];
        foreach ((int track, TrackAddresses addresses) in _tracks)
        {
            int length = publisher.WriteReport(track, _ssrc, Cname, now, report);
            if (length == 0) continue;
            ports.Rtcp.Send(report[..length], addresses.Rtcp);
            Interlocked.Add(ref _bytesReported, length);
        }
    }

    private void Note(int bytes, MonotonicTime now)
    {
        Volatile.Write(ref _lastHeard, now.Nanoseconds);
        Interlocked.Add(ref _bytesReceived, bytes);
    }

    private void Forget(int track)
    {
        if (!_tracks.TryGetValue(track, out TrackAddresses addresses)) return;
        _tracks = _tracks.Remove(track);
        ports.Remove(addresses.Rtp, addresses.Rtcp);
    }
}

/// <summary>A track's two addresses at the peer.</summary>
/// <param name="Rtp">For RTP.</param>
/// <param name="Rtcp">For RTCP.</param>
internal readonly record struct TrackAddresses(UdpAddress Rtp, UdpAddress Rtcp);
