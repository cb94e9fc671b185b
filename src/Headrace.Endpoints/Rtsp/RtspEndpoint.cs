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
    private TcpAcceptor? _acceptor;
    private ITimer? _housekeeping;

    /// <summary>The address listened on; null before <see cref="Start"/>.</summary>
    public IPEndPoint? LocalEndPoint => _acceptor?.LocalEndPoint;

    /// <summary>Begins to listen; throws <see cref="System.Net.Sockets.SocketException"/> when the address cannot be had.</summary>
    public void Start()
    {
        _acceptor = TcpAcceptor.Start(options.Listen, pumps, admission, HandleAsync);
        _housekeeping = clock.CreateTimer(_ => EndSilentConnections(), null, HousekeepingInterval, HousekeepingInterval);
        RtspLog.Listening(_logger, _acceptor.LocalEndPoint);
    }

    /// <summary>Stops to accept; connections end with their sessions.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_housekeeping is not null) await _housekeeping.DisposeAsync().ConfigureAwait(false);
        if (_acceptor is not null) await _acceptor.DisposeAsync().ConfigureAwait(false);
    }

    private async Task HandleAsync(TcpConnection transport)
    {
        RtspConnection connection = new(transport, options, streams, clock, _logger);
        sessions.Add(connection);
        try
        {
            await connection.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            sessions.Remove(connection);
        }
    }

    private void EndSilentConnections()
    {
        MonotonicTime now = MonotonicTime.Now(clock);
        foreach (Session session in sessions.All)
        {
            if (session is RtspConnection connection) connection.CheckDeadline(now);
        }
    }
}
