using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Headrace.Transport.Tls;

/// <summary>The server's side of TLS handshakes (TLS 1.2 and 1.3), each with the certificate that holds when it begins.</summary>
/// <param name="certificate">The certificate; null while there is none: then handshakes fail.</param>
public sealed class TlsServer(Func<SslStreamCertificateContext?> certificate)
{
    /// <summary>How long a handshake may take.</summary>
    public static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    private long _failures;

    /// <summary>Handshakes that failed.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Does the handshake on a connection.</summary>
    /// <param name="socket">The connection, which stays the caller's.</param>
    /// <returns>The stream, or null when it failed.</returns>
    internal async Task<SslStream?> AcceptAsync(Socket socket)
    {
        SslStream stream = new(new NetworkStream(socket, ownsSocket: false));
        try
        {
            using CancellationTokenSource patience = new(HandshakeTimeout);
            SslServerAuthenticationOptions options = new()
            {
                ServerCertificateContext = certificate() ?? throw new AuthenticationException("There is no certificate."),
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            };
            await stream.AuthenticateAsServerAsync(options, patience.Token).ConfigureAwait(false);
            return stream;
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // What the peer sent is no handshake, or it left: that is its business.
            Interlocked.Increment(ref _failures);
            await stream.DisposeAsync().ConfigureAwait(false);
            return null;
        }
    }
}
