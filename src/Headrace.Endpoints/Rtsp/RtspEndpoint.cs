using System.Net;
using Headrace.Endpoints.Connections;
using Headrace.Endpoints.Rtsp.Udp;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Headrace.Transport.Tcp;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtsp;

/// <summary>The RTSP server: listens, and runs a <see cref="RtspConnection"/> for each peer.</summary>
public sealed class RtspEndpoint : IAsyncDisposable
{
    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromSeconds(1);

    private readonly RtspEndpointOptions _options;
    private readonly StreamRegistry _streams;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ConnectionServer<RtspConnection> _server;
    private RtspUdpPorts? _ports;
    private RtspMulticast? _multicast;
    private ITimer? _housekeeping;
    private long _strangersBefore;

    /// <summary>An endpoint that does not listen yet.</summary>
    public RtspEndpoint(
        RtspEndpointOptions options, StreamRegistry streams, SessionRegistry sessions, EgressPumps pumps, ConnectionAdmission admission, TimeProvider clock, ILoggerFactory loggers)
    {
        _options = options;
        _streams = streams;
        _clock = clock;
        _logger = loggers.CreateLogger("Headrace.Rtsp");
        _server = new ConnectionServer<RtspConnection>("RTSP", "asked for nothing", HousekeepingInterval, Accept, sessions, pumps, admission, clock, _logger);
    }

    /// <summary>The address listened on; null before <see cref="Start"/>.</summary>
    public IPEndPoint? LocalEndPoint => _server.LocalEndPoint;

    /// <summary>The ports for RTP and RTCP; null where UDP is off.</summary>
    public (IPEndPoint Rtp, IPEndPoint Rtcp)? UdpEndPoints => _ports is null ? null : (_ports.Rtp.LocalEndPoint, _ports.Rtcp.LocalEndPoint);

    /// <summary>
    /// Opens the ports for UDP, where the options have some; before <see cref="Start"/>. Throws <see cref="System.Net.Sockets.SocketException"/> when they
    /// cannot be had: UDP is off then.
    /// </summary>
    public void StartUdp()
    {
        if (_options.UdpPorts is not { } range || !_options.Transports.Any(static one => one is RtspTransports.Udp or RtspTransports.Multicast)) return;
        _ports = RtspUdpPorts.Open(_options.Listen.Address, range, _clock);
        if (_options.Transports.Contains(RtspTransports.Multicast)) _multicast = new RtspMulticast(_streams);
        RtspLog.UdpOpen(_logger, _ports.Rtp.LocalEndPoint.Port, _ports.Rtcp.LocalEndPoint.Port, _ports.Rtp.ReceiveBufferBytes);
    }

    /// <summary>Begins to listen; throws <see cref="System.Net.Sockets.SocketException"/> when the address cannot be had.</summary>
    public void Start()
    {
        try
        {
            _server.Start(_options.Listen, _options.Tls);
        }
        catch
        {
            _ports?.Dispose();
            throw;
        }

        if (_ports is { } ports) _housekeeping = _clock.CreateTimer(_ => HandleTimeout(ports), null, HousekeepingInterval, HousekeepingInterval);
    }

    /// <summary>Accepts no more; connections that are there end, saying that the server stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_housekeeping is not null) await _housekeeping.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _ports?.Dispose();
        _multicast?.Dispose();
    }

    private RtspConnection Accept(TcpConnection transport) => new(transport, _options, _ports, _multicast, _streams, _clock, _logger);

    private void HandleTimeout(RtspUdpPorts ports)
    {
        _multicast?.HandleTimeout();
        long strangers = ports.Strangers;
        if (strangers != _strangersBefore) RtspLog.Strangers(_logger, strangers - _strangersBefore);
        _strangersBefore = strangers;
    }
}
