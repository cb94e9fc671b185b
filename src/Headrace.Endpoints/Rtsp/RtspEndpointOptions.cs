using System.Collections.Immutable;
using System.Net;
using Headrace.Endpoints.Rtsp.Udp;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Access;
using Headrace.Streaming.Streams;
using Headrace.Transport.Tls;

namespace Headrace.Endpoints.Rtsp;

/// <summary>How RTSP is served.</summary>
public sealed record RtspEndpointOptions
{
    /// <summary>Where to listen.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.IPv6Any, 8554);

    /// <summary>Does the handshakes of RTSPS; null: without TLS.</summary>
    public TlsServer? Tls { get; init; }

    /// <summary>What is offered, the preferred one first. UDP and multicast need <see cref="UdpPorts"/> too.</summary>
    public ImmutableArray<RtspTransports> Transports { get; init; } = [RtspTransports.Tcp, RtspTransports.Udp, RtspTransports.Multicast];

    /// <summary>The ports for RTP and RTCP of all sessions; null switches UDP off.</summary>
    public UdpPortRange? UdpPorts { get; init; }

    /// <summary>A connection that makes no request for this long is closed.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A session without a sign of life for this long ends.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a DESCRIBE waits for the first media of who publishes; for him to come, <see cref="StreamOptions.WaitForStream"/>.</summary>
    public TimeSpan DescribeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A publisher that sends no media for this long ends.</summary>
    public TimeSpan MediaTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Who may publish and view; null: everybody.</summary>
    public AccessGate? Access { get; init; }
}
