using System.Collections.Concurrent;
using System.Net;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Headrace.Transport.Tcp;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtmp;

/// <summary>The RTMP server: listens, and runs a <see cref="RtmpConnection"/> for each peer.</summary>
public sealed class RtmpEndpoint(
    RtmpEndpointOptions options, StreamRegistry streams, SessionRegistry sessions, EgressPumps pumps, ConnectionAdmission admission, TimeProvider clock, ILoggerFactory loggers)
    : IAsyncDisposable
{
    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromMilliseconds(500);

    private readonly ILogger _logger = loggers.CreateLogger("Headrace.Rtmp");
    private readonly ConcurrentDictionary<RtmpConnection, bool> _connections = new();
    private TcpAcceptor? _acceptor;
    private ITimer? _housekeeping;
    private long _failuresBefore;
    private volatile bool _isStopping;

    /// <summary>The address listened on; null before <see cref="Start"/>.</summary>
    public IPEndPoint? LocalEndPoint => _acceptor?.LocalEndPoint;

    /// <summary>Begins to listen; throws <see cref="System.Net.Sockets.SocketException"/> when the address cannot be had.</summary>
    public void Start()
    {
        _acceptor = TcpAcceptor.Start(options.Listen, pumps, admission, HandleAsync, options.Tls);
        _housekeeping = clock.CreateTimer(_ => HandleTimeout(), null, HousekeepingInterval, HousekeepingInterval);
        RtmpLog.Listening(_logger, options.Tls is null ? "RTMP" : "RTMPS", _acceptor.LocalEndPoint);
    }

    /// <summary>Accepts no more; connections that are there end, saying that the server stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        if (_housekeeping is not null) await _housekeeping.DisposeAsync().ConfigureAwait(false);
        if (_acceptor is not null) await _acceptor.DisposeAsync().ConfigureAwait(false);
        foreach (RtmpConnection connection in _connections.Keys) connection.End(SessionEndReason.ServerShutdown);
    }

    private async Task HandleAsync(TcpConnection transport)
    {
        using RtmpConnection connection = new(transport, options, streams, clock, _logger);
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
        foreach ((RtmpConnection connection, _) in _connections)
        {
            if (connection.EndReason is null && connection.CheckDeadline(now)) silent++;
        }

        if (silent > 0) RtmpLog.SilentClosed(_logger, silent);
        long failures = _acceptor?.Failures ?? 0;
        if (failures != _failuresBefore) RtmpLog.AcceptFailed(_logger, failures - _failuresBefore);
        _failuresBefore = failures;
    }
}
