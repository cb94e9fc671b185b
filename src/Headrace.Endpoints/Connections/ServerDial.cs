using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Headrace.Streaming.Supervision;
using Headrace.Transport.Client;

namespace Headrace.Endpoints.Connections;

/// <summary>Connects to other servers.</summary>
/// <param name="Trust">Whose certificate is believed, over TLS.</param>
/// <param name="FingerprintKey">The key that names one.</param>
/// <param name="Allows">Whether an address may be connected to; null for all.</param>
/// <param name="What">What the rules for addresses hold for, in the plural.</param>
/// <param name="Timeout">How long a connection may take to come about, TLS included.</param>
/// <param name="Clock">The clock.</param>
internal sealed record ServerDial(ServerTrust Trust, string FingerprintKey, Func<IPAddress, bool>? Allows, string What, TimeSpan Timeout, TimeProvider Clock)
{
    /// <summary>Connects. Null, and why, in one line for an operator, where that cannot be.</summary>
    public async Task<(ClientConnection? Connection, SourceFault? Fault)> ConnectAsync(string host, int port, bool isTls, CancellationToken cancellation)
    {
        using CancellationTokenSource deadline = new(Timeout, Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return (await ClientConnection.ConnectAsync(host, port, isTls ? Trust : null, Allows, either.Token).ConfigureAwait(false), null);
        }
        catch (SocketException e)
        {
            return (null, new SourceFault($"{host} port {port} cannot be reached: {ReachFault.Describe(e)}", SourceFault.CauseOf(e)));
        }
        catch (UnauthorizedAccessException e)
        {
            return (null, new SourceFault($"{host}: {e.Message} for {What} made through the API (sources)", SourceCause.NotAllowed));
        }
        catch (AuthenticationException e)
        {
            return (null, new SourceFault($"the certificate of {host} is not believed: {e.Message} Its own can be named with {FingerprintKey}", SourceCause.Untrusted));
        }
        catch (IOException e)
        {
            return (null, new SourceFault($"{host} port {port} does not speak TLS: {e.Message}"));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, new SourceFault($"{host} port {port} {ReachFault.DescribeSilence(Timeout)}", SourceCause.NoAnswer));
        }
    }
}
