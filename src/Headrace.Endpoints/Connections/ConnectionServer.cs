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
/// <param name="protocol">What it speaks, as the log has it.</param>
/// <param name="neglect">What a connection did not do that is closed because it is silent: a clause for the log.</param>
/// <param name="interval">How often connections are looked at.</param>
/// <param name="accept">Makes the session of a connection.</param>
/// <param name="sessions">Where sessions are listed.</param>
/// <param name="pumps">Who writes.</param>
/// <param name="admission">Who may come in.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Log.</param>
internal sealed class ConnectionServer<TConnection>(
    string protocol, string neglect, TimeSpan interval, Func<TcpConnection, TConnection> accept, SessionRegistry sessions, EgressPumps pumps, ConnectionAdmission admission,
    TimeProvider clock, ILogger logger) : IAsyncDisposable
    where TConnection : Session, IServedConnection
{
    private readonly ConcurrentDictionary<TConnection, bool> _connections = new();
    private TcpAcceptor? _acceptor;
    private ITimer? _housekeeping;
    private long _failuresBefore;
    private volatile bool _isStopping;

    /// <summary>The address listened on; null before <see cref="Start"/>.</summary>
    public IPEndPoint? LocalEndPoint => _acceptor?.LocalEndPoint;

    /// <summary>Begins to listen; throws <see cref="System.Net.Sockets.SocketException"/> when the address cannot be had.</summary>
    public void Start(IPEndPoint listen, TlsServer? tls)
    {
        _acceptor = TcpAcceptor.Start(listen, pumps, admission, HandleAsync, tls);
        _housekeeping = clock.CreateTimer(_ => HandleTimeout(), null, interval, interval);
        ConnectionLog.Listening(logger, tls is null ? protocol : protocol + "S", _acceptor.LocalEndPoint);
    }

    /// <summary>Accepts no more; connections that are there end, saying that the server stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        if (_housekeeping is not null) await _housekeeping.DisposeAsync().ConfigureAwait(false);
        if (_acceptor is not null) await _acceptor.DisposeAsync().ConfigureAwait(false);
        foreach (TConnection connection in _connections.Keys) connection.End(SessionEndReason.ServerShutdown);
    }

    private async Task HandleAsync(TcpConnection transport)
    {
        TConnection connection = accept(transport);
        using IDisposable? held = connection as IDisposable;
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
        foreach ((TConnection connection, _) in _connections)
        {
            if (connection.EndReason is null && connection.CheckDeadline(now)) silent++;
        }

        if (silent > 0) ConnectionLog.SilentClosed(logger, silent, protocol, neglect);
        long failures = _acceptor?.Failures ?? 0;
        if (failures != _failuresBefore) ConnectionLog.AcceptFailed(logger, protocol, failures - _failuresBefore);
        _failuresBefore = failures;
    }
}
