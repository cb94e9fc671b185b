using System.Net;
using System.Net.Sockets;

namespace Headrace.Transport.Client;

/// <summary>Makes what HTTP clients of ours connect with.</summary>
public static class ClientHttp
{
    /// <summary>Most connections to one server.</summary>
    public const int MaxConnections = 8;

    /// <summary>Greatest header of an answer, in KiB.</summary>
    internal const int MaxHeaderKilobytes = 64;

    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A handler that follows no redirection and answers no challenge: both are for its user to judge. Connecting fails with <see cref="UnauthorizedAccessException"/> inside of
    /// <see cref="HttpRequestException"/> where no address that a name stands for may be connected to; the name is not looked up again between that judgement and the connection.
    /// </summary>
    /// <param name="trust">Whose certificate is believed, for <c>https</c>.</param>
    /// <param name="allows">Whether an address may be connected to, asked for each connection; null for all.</param>
    /// <param name="takesCompressed">Whether answers may be compressed; their lengths are not known then.</param>
    public static SocketsHttpHandler CreateHandler(ServerTrust trust, Func<IPAddress, bool>? allows, bool takesCompressed)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = takesCompressed ? DecompressionMethods.All : DecompressionMethods.None,
            ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint, allows, cancellation),
            MaxConnectionsPerServer = MaxConnections,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            MaxResponseDrainSize = 0,
            PooledConnectionIdleTimeout = IdleTimeout,
            UseProxy = false,
        };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) => trust.Accepts(certificate, errors);
        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, Func<IPAddress, bool>? allows, CancellationToken cancellation)
    {
        IPAddress[] allowed = await HostAddresses.FindAsync(target.Host, allows, cancellation).ConfigureAwait(false);
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
