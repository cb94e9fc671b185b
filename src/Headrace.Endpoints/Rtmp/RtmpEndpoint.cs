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

    private readonly ConnectionServer<RtmpConnection> _server;
    private volatile RtmpEndpointOptions _options;

    /// <summary>An endpoint that does not listen yet.</summary>
    public RtmpEndpoint(
        RtmpEndpointOptions options, StreamRegistry streams, SessionRegistry sessions, EgressPumps pumps, ConnectionAdmission admission, TimeProvider clock, ILoggerFactory loggers)
    {
        _options = options;
        ILogger logger = loggers.CreateLogger("Headrace.Rtmp");
        _server = new ConnectionServer<RtmpConnection>(
            "RTMP", options.Tls, "neither published nor played", HousekeepingInterval, transport => new RtmpConnection(transport, _options, streams, clock, logger), sessions, pumps, admission, clock, logger);
    }

    /// <summary>The address listened on; null while there is none.</summary>
    public IPEndPoint? LocalEndPoint => _server.LocalEndPoint;

    /// <summary>Begins to listen; throws <see cref="System.Net.Sockets.SocketException"/> when the address cannot be had.</summary>
    public void Start() => _server.Start(_options.Listen);

    /// <summary>What holds for connections that come from then on, but for where they come, which is <see cref="MoveAsync"/>, and TLS, which stays.</summary>
    public RtmpEndpointOptions Options
    {
        get => _options;
        set => _options = value;
    }

    /// <summary>Listens at another address, or nowhere; who is connected stays. Throws <see cref="System.Net.Sockets.SocketException"/> when that cannot be had: it listens where it did then.</summary>
    public Task MoveAsync(IPEndPoint? address) => _server.MoveAsync(address);

    /// <summary>Accepts no more; connections that are there end, saying that the server stops.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
