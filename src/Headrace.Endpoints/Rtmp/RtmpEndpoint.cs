using System.Net;
using Headrace.Endpoints.Connections;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Headrace.Transport.Tcp;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtmp;

/// <summary>The RTMP server: listens, and runs a <see cref="RtmpConnection"/> for each peer.</summary>
public sealed class RtmpEndpoint : IAsyncDisposable
{
    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromMilliseconds(500);

    private readonly RtmpEndpointOptions _options;
    private readonly ConnectionServer<RtmpConnection> _server;

    /// <summary>An endpoint that does not listen yet.</summary>
    public RtmpEndpoint(
        RtmpEndpointOptions options, StreamRegistry streams, SessionRegistry sessions, EgressPumps pumps, ConnectionAdmission admission, TimeProvider clock, ILoggerFactory loggers)
    {
        _options = options;
        ILogger logger = loggers.CreateLogger("Headrace.Rtmp");
        _server = new ConnectionServer<RtmpConnection>(
            "RTMP", "neither published nor played", HousekeepingInterval, transport => new RtmpConnection(transport, options, streams, clock, logger), sessions, pumps, admission, clock, logger);
    }

    /// <summary>The address listened on; null before <see cref="Start"/>.</summary>
    public IPEndPoint? LocalEndPoint => _server.LocalEndPoint;

    /// <summary>Begins to listen; throws <see cref="System.Net.Sockets.SocketException"/> when the address cannot be had.</summary>
    public void Start() => _server.Start(_options.Listen, _options.Tls);

    /// <summary>Accepts no more; connections that are there end, saying that the server stops.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
