using System.Collections.Concurrent;
using System.Net;
using Headrace.Media.Timing;
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
    private ITimer? _housekeeping;
    private long _refusedBefore;
    private long _failuresBefore;
    private volatile bool _isStopping;

    /// <summary>The address listened on; null before <see cref="Start"/>.</summary>
    public IPEndPoint? LocalEndPoint => _acceptor?.LocalEndPoint;

    /// <summary>Begins to listen; throws <see cref="System.Net.Sockets.SocketException"/> when the address cannot be had.</summary>
    public void Start()
    {
        _acceptor = TcpAcceptor.Start(options.Listen, pumps, admission, HandleAsync, options.Tls);
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
    }

    private async Task HandleAsync(TcpConnection transport)
    {
        RtspConnection connection = new(transport, options, streams, clock, _logger);
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
        int silent = 0;
        foreach ((RtspConnection connection, _) in _connections)
        {
            if (connection.EndReason is null && connection.CheckDeadline(now)) silent++;
        }

        if (silent > 0) RtspLog.SilentClosed(_logger, silent);
        long refused = admission.Refused;
        if (refused != _refusedBefore) RtspLog.ConnectionsRefused(_logger, refused - _refusedBefore);
        _refusedBefore = refused;
        long failures = _acceptor?.Failures ?? 0;
        if (failures != _failuresBefore) RtspLog.AcceptFailed(_logger, failures - _failuresBefore);
        _failuresBefore = failures;
    }
}
