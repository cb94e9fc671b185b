using System.Collections.Concurrent;
using System.Net;
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
public sealed class RtspEndpoint(
    RtspEndpointOptions options, StreamRegistry streams, SessionRegistry sessions, EgressPumps pumps, ConnectionAdmission admission, TimeProvider clock, ILoggerFactory loggers)
    : IAsyncDisposable
{
    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = loggers.CreateLogger("Headrace.Rtsp");
    private readonly ConcurrentDictionary<RtspConnection, bool> _connections = new();
    private TcpAcceptor? _acceptor;
    private RtspUdpPorts? _ports;
    private RtspMulticast? _multicast;
    private ITimer? _housekeeping;
    private long _failuresBefore;
    private long _strangersBefore;
    private volatile bool _isStopping;

    /// <summary>The address listened on; null before <see cref="Start"/>.</summary>
    public IPEndPoint? LocalEndPoint => _acceptor?.LocalEndPoint;

    /// <summary>The ports for RTP and RTCP; null where UDP is off.</summary>
    public (IPEndPoint Rtp, IPEndPoint Rtcp)? UdpEndPoints => _ports is null ? null : (_ports.Rtp.LocalEndPoint, _ports.Rtcp.LocalEndPoint);

    /// <summary>
    /// Opens the ports for UDP, where the options have some; before <see cref="Start"/>. Throws <see cref="System.Net.Sockets.SocketException"/> when they
    /// cannot be had: UDP is off then.
    /// </summary>
    public void StartUdp()
    {
        if (options.UdpPorts is not { } range || !options.Transports.Any(static one => one is RtspTransports.Udp or RtspTransports.Multicast)) return;
        _ports = RtspUdpPorts.Open(options.Listen.Address, range, clock);
        if (options.Transports.Contains(RtspTransports.Multicast)) _multicast = new RtspMulticast(streams);
        RtspLog.UdpOpen(_logger, _ports.Rtp.LocalEndPoint.Port, _ports.Rtcp.LocalEndPoint.Port, _ports.Rtp.ReceiveBufferBytes);
    }

    /// <summary>Begins to listen; throws <see cref="System.Net.Sockets.SocketException"/> when the address cannot be had.</summary>
    public void Start()
    {
        try
        {
            _acceptor = TcpAcceptor.Start(options.Listen, pumps, admission, HandleAsync, options.Tls);
        }
        catch
        {
            _ports?.Dispose();
            throw;
        }

        _housekeeping = clock.CreateTimer(_ => HandleTimeout(), null, HousekeepingInterval, HousekeepingInterval);
        RtspLog.Listening(_logger, options.Tls is null ? "RTSP" : "RTSPS", _acceptor.LocalEndPoint);
    }

    /// <summary>Accepts no more; connections that are there end, saying that the server stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        if (_housekeeping is not null) await _housekeeping.DisposeAsync().ConfigureAwait(false);
        if (_acceptor is not null) await _acceptor.DisposeAsync().ConfigureAwait(false);
        foreach (RtspConnection connection in _connections.Keys) connection.End(SessionEndReason.ServerShutdown);
        _ports?.Dispose();
        _multicast?.Dispose();
    }

    private async Task HandleAsync(TcpConnection transport)
    {
        RtspConnection connection = new(transport, options, _ports, _multicast, streams, clock, _logger);
        _connections[connection] = true;
        sessions.Add(connection);
        if (_isStopping) connection.End(SessionEndReason.ServerShutdown);
        try
        {
            await connection.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            sessions.Remove(connection);
            _connections.TryRemove(connection, out _);
        }
    }

    private void HandleTimeout()
    {
        MonotonicTime now = MonotonicTime.Now(clock);
        _multicast?.HandleTimeout();
        int silent = 0;
        foreach ((RtspConnection connection, _) in _connections)
        {
            if (connection.EndReason is null && connection.CheckDeadline(now)) silent++;
        }

        if (silent > 0) RtspLog.SilentClosed(_logger, silent);
        long failures = _acceptor?.Failures ?? 0;
        if (failures != _failuresBefore) RtspLog.AcceptFailed(_logger, failures - _failuresBefore);
        _failuresBefore = failures;
        long strangers = _ports?.Strangers ?? 0;
        if (strangers != _strangersBefore) RtspLog.Strangers(_logger, strangers - _strangersBefore);
        _strangersBefore = strangers;
    }
}
