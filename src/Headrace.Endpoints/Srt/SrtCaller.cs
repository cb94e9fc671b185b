using System.Net;
using System.Net.Sockets;
using Headrace.Endpoints.Connections;
using Headrace.Protocols.Srt;
using Headrace.Streaming.Supervision;
using Headrace.Transport.Client;
using Headrace.Transport.Srt;

namespace Headrace.Endpoints.Srt;

/// <summary>Makes connections of ours, to fetch and to push.</summary>
internal static class SrtCaller
{
    /// <summary>Calls, by each address of a name in turn; or waits to be called, by one peer.</summary>
    /// <param name="poller">Who receives.</param>
    /// <param name="location">The other side.</param>
    /// <param name="options">How the socket is set up, where the location says nothing else.</param>
    /// <param name="allows">Whether an address may be connected to, or may connect; null for all.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The connection; or null, and why as a clause for people.</returns>
    public static async Task<(SrtConnection? Connection, SourceFault? Fault)> ConnectAsync(
        SrtPoller poller, SrtLocation location, SrtSocketOptions options, Func<IPAddress, bool>? allows, CancellationToken cancellation)
    {
        options = options with
        {
            StreamId = location.StreamId, Passphrase = location.Passphrase, KeyLength = location.KeyLength, IsRendezvous = location.Mode == SrtCallMode.Rendezvous,
            Latency = location.Latency ?? options.Latency,
        };
        SourceFault fault = new("");
        try
        {
            if (location.Mode == SrtCallMode.Listener) return (await WaitAsync(poller, location, options, allows, cancellation).ConfigureAwait(false), null);
            foreach (IPAddress address in await HostAddresses.FindAsync(location.Host, allows, cancellation).ConfigureAwait(false))
            {
                try
                {
                    return (await SrtCall.ConnectAsync(poller, new IPEndPoint(address, location.Port), options, cancellation).ConfigureAwait(false), null);
                }
                catch (SrtRefusedException e)
                {
                    fault = new SourceFault($"{location.Host} port {location.Port}: {SrtReasons.Describe(e.Reason, e.Message)}", SrtReasons.CauseOf(e.Reason));
                }
            }
        }
        catch (SocketException e)
        {
            fault = new SourceFault($"{location}: {e.Message}", SourceFault.CauseOf(e));
        }
        catch (UnauthorizedAccessException e)
        {
            fault = new SourceFault($"{location.Host}: {e.Message} for what is made through the API (sources)", SourceCause.NotAllowed);
        }

        return (null, fault);
    }

    private static async Task<SrtConnection> WaitAsync(SrtPoller poller, SrtLocation location, SrtSocketOptions options, Func<IPAddress, bool>? allows, CancellationToken cancellation)
    {
        IPAddress local = location.Host.Length == 0 ? IPAddress.IPv6Any : (await HostAddresses.FindAsync(location.Host, null, cancellation).ConfigureAwait(false))[0];
        OnePeer gate = new(options.Passphrase, allows);
        using SrtListener listener = SrtListener.Start(poller, new IPEndPoint(local, location.Port), options with { Passphrase = "" }, gate);
        return await gate.Connected.WaitAsync(cancellation).ConfigureAwait(false);
    }
}
