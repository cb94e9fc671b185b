using System.Collections.Concurrent;
using System.Net;
using Headrace.Endpoints.Connections;
using Headrace.Endpoints.Rtsp.Udp;
using Headrace.Media.Timing;
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

    private readonly StreamRegistry _streams;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ConnectionServer<RtspConnection> _server;
    private readonly ITimer _housekeeping;
    private readonly ConcurrentDictionary<RtspUdpPorts, MonotonicTime> _oldPorts = new();
    private volatile RtspEndpointOptions _options;
    private volatile RtspUdpPorts? _ports;
    private volatile RtspMulticast? _multicast;
    private long _strangersBefore;

    /// <summary>An endpoint that does not listen yet.</summary>
    public RtspEndpoint(
        RtspEndpointOptions options, StreamRegistry streams, SessionRegistry sessions, EgressPumps pumps, ConnectionAdmission admission, TimeProvider clock, ILoggerFactory loggers)
    {
        _options = options;
        _streams = streams;
        _clock = clock;
        _logger = loggers.CreateLogger("Headrace.Rtsp");
        _server = new ConnectionServer<RtspConnection>("RTSP", options.Tls, "asked for nothing", HousekeepingInterval, Accept, sessions, pumps, admission, clock, _logger);
        _housekeeping = clock.CreateTimer(_ => HandleTimeout(), null, HousekeepingInterval, HousekeepingInterval);
    }

    /// <summary>The address listened on; null while there is none.</summary>
    public IPEndPoint? LocalEndPoint => _server.LocalEndPoint;

    /// <summary>
    /// What holds for connections that come from then on, but for where they come, which is <see cref="MoveAsync"/>, other ports of UDP, which <see cref="StartUdp"/> opens, and TLS, which stays.
    /// </summary>
    public RtspEndpointOptions Options
    {
        get => _options;
        set => _options = value;
    }

    /// <summary>The ports for RTP and RTCP; null where UDP is off.</summary>
    public (IPEndPoint Rtp, IPEndPoint Rtcp)? UdpEndPoints => _ports is { } ports ? (ports.Rtp.LocalEndPoint, ports.Rtcp.LocalEndPoint) : null;

    /// <summary>
    /// Opens the ports for UDP, where the options have some, for connections that come from then on; those that are there keep the ones that they have. Throws
    /// <see cref="System.Net.Sockets.SocketException"/> when they cannot be had: UDP is as it was then.
    /// </summary>
    public void StartUdp()
    {
        RtspEndpointOptions options = _options;
        bool isWanted = options.UdpPorts is not null && options.Transports.Any(static one => one is RtspTransports.Udp or RtspTransports.Multicast);
        RtspUdpPorts? next = isWanted ? RtspUdpPorts.Open(options.Listen.Address, options.UdpPorts!.Value, _clock) : null;
        if (_ports is { } before) _oldPorts[before] = MonotonicTime.Now(_clock);
        if (isWanted && options.Transports.Contains(RtspTransports.Multicast)) _multicast ??= new RtspMulticast(_streams);
        _ports = next;
        if (next is not null) RtspLog.UdpOpen(_logger, next.Rtp.LocalEndPoint.Port, next.Rtcp.LocalEndPoint.Port, next.Rtp.ReceiveBufferBytes);
    }

    /// <summary>Begins to listen; throws <see cref="System.Net.Sockets.SocketException"/> when the address cannot be had.</summary>
    public void Start()
    {
        try
        {
            _server.Start(_options.Listen);
        }
        catch
        {
            _ports?.Dispose();
            throw;
        }
    }

    /// <summary>Listens at another address, or nowhere; who is connected stays. Throws <see cref="System.Net.Sockets.SocketException"/> when that cannot be had: it listens where it did then.</summary>
    public Task MoveAsync(IPEndPoint? address) => _server.MoveAsync(address);

    /// <summary>Accepts no more; connections that are there end, saying that the server stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _housekeeping.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _ports?.Dispose();
        foreach (RtspUdpPorts old in _oldPorts.Keys) old.Dispose();
        _multicast?.Dispose();
    }

    private RtspConnection Accept(TcpConnection transport)
    {
        RtspUdpPorts? ports = _ports;
        return new RtspConnection(transport, _options, ports, ports is null ? null : _multicast, _streams, _clock, _logger);
    }

    private void HandleTimeout()
    {
        MonotonicTime now = MonotonicTime.Now(_clock);
        _multicast?.HandleTimeout();
        foreach ((RtspUdpPorts old, MonotonicTime since) in _oldPorts)
        {
            // A connection that began at that moment may not be counted yet.
            if (now - since > HousekeepingInterval && !_server.Connections.Any(connection => connection.UdpPorts == old) && _oldPorts.TryRemove(old, out _)) old.Dispose();
        }

        long strangers = _ports?.Strangers ?? 0;
        if (strangers > _strangersBefore) RtspLog.Strangers(_logger, strangers - _strangersBefore);
        _strangersBefore = strangers;
    }
}
