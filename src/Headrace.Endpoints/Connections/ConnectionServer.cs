using System.Collections.Concurrent;
using System.Net;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Transport.Egress;
using Headrace.Transport.Tcp;
using Headrace.Transport.Tls;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Connections;

/// <summary>Listens for a protocol, runs a session for each connection, and looks at all of them now and then.</summary>
/// <typeparam name="TConnection">The session; disposed behind its end, where it can be.</typeparam>
internal sealed class ConnectionServer<TConnection> : IAsyncDisposable
    where TConnection : Session, IServedConnection
{
    private readonly string _protocol;
    private readonly string _neglect;
    private readonly Func<TcpConnection, TConnection> _accept;
    private readonly SessionRegistry _sessions;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<TConnection, bool> _connections = new();
    private readonly MovableAcceptor _acceptor;
    private readonly ITimer _housekeeping;
    private long _failuresBefore;
    private volatile bool _isStopping;

    /// <summary>One that does not listen yet.</summary>
    /// <param name="protocol">What it speaks, as the log has it.</param>
    /// <param name="tls">Does the handshakes; null without TLS.</param>
    /// <param name="neglect">What a connection did not do that is closed because it is silent: a clause for the log.</param>
    /// <param name="interval">How often connections are looked at.</param>
    /// <param name="accept">Makes the session of a connection.</param>
    /// <param name="sessions">Where sessions are listed.</param>
    /// <param name="pumps">Who writes.</param>
    /// <param name="admission">Who may come in.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Log.</param>
    public ConnectionServer(
        string protocol, TlsServer? tls, string neglect, TimeSpan interval, Func<TcpConnection, TConnection> accept, SessionRegistry sessions, EgressPumps pumps, ConnectionAdmission admission,
        TimeProvider clock, ILogger logger)
    {
        (_protocol, _neglect, _accept, _sessions, _clock, _logger) = (tls is null ? protocol : protocol + "S", neglect, accept, sessions, clock, logger);
        _acceptor = new MovableAcceptor(address => TcpAcceptor.Start(address, pumps, admission, HandleAsync, tls));
        _housekeeping = clock.CreateTimer(_ => HandleTimeout(), null, interval, interval);
    }

    /// <summary>The address listened on; null while there is none.</summary>
    public IPEndPoint? LocalEndPoint => _acceptor.LocalEndPoint;

    /// <summary>Who is connected.</summary>
    public IEnumerable<TConnection> Connections => _connections.Keys;

    /// <summary>Begins to listen; throws <see cref="System.Net.Sockets.SocketException"/> when the address cannot be had.</summary>
    public void Start(IPEndPoint listen)
    {
        _acceptor.Start(listen);
        ConnectionLog.Listening(_logger, _protocol, LocalEndPoint!);
    }

    /// <summary>Listens at another address, or nowhere; who is connected stays. Throws <see cref="System.Net.Sockets.SocketException"/> when that cannot be had: it listens where it did then.</summary>
    public async Task MoveAsync(IPEndPoint? listen)
    {
        await _acceptor.MoveAsync(listen).ConfigureAwait(false);
        if (listen is not null) ConnectionLog.Listening(_logger, _protocol, LocalEndPoint!);
    }

    /// <summary>Accepts no more; connections that are there end, saying that the server stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        await _housekeeping.DisposeAsync().ConfigureAwait(false);
        await _acceptor.DisposeAsync().ConfigureAwait(false);
        foreach (TConnection connection in _connections.Keys) connection.End(SessionEndReason.ServerShutdown);
    }

    private async Task HandleAsync(TcpConnection transport)
    {
        TConnection connection = _accept(transport);
        using IDisposable? held = connection as IDisposable;
        _connections[connection] = true;
        _sessions.Add(connection);
        if (_isStopping) connection.End(SessionEndReason.ServerShutdown);
        try
        {
            await connection.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            _sessions.Remove(connection);
            _connections.TryRemove(connection, out _);
        }
    }

    private void HandleTimeout()
    {
        MonotonicTime now = MonotonicTime.Now(_clock);
        int silent = 0;
        foreach ((TConnection connection, _) in _connections)
        {
            if (connection.EndReason is null && connection.CheckDeadline(now)) silent++;
        }

        if (silent > 0) ConnectionLog.SilentClosed(_logger, silent, _protocol, _neglect);
        long failures = _acceptor.Failures;
        if (failures != _failuresBefore) ConnectionLog.AcceptFailed(_logger, _protocol, failures - _failuresBefore);
        _failuresBefore = failures;
    }
}
