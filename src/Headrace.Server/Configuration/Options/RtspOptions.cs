using System.Collections.Immutable;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Configuration.Options;

/// <summary>Section <c>rtsp</c>.</summary>
internal sealed record RtspOptions
{
    /// <summary>Where RTSP over TCP listens; null switches it off.</summary>
    public ListenAddress? Listen { get; init; } = ListenAddress.Any(8554);

    /// <summary>Where RTSPS listens when there is a certificate; null switches it off.</summary>
    public ListenAddress? TlsListen { get; init; } = ListenAddress.Any(8322);

    /// <summary>What viewers and publishers may choose from, the preferred one first.</summary>
    public ImmutableArray<RtspTransports> Transports { get; init; } = [RtspTransports.Tcp, RtspTransports.Udp, RtspTransports.Multicast];

    /// <summary>The ports for RTP and RTCP over UDP; null switches UDP off.</summary>
    public UdpPorts? UdpPorts { get; init; } = new UdpPorts(8000, 8001);
}
