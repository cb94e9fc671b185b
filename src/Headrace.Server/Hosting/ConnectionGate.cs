using System.IO.Pipelines;
using System.Net;
using Headrace.Transport.Tcp;
using Microsoft.AspNetCore.Connections;

namespace Headrace.Server.Hosting;

/// <summary>Lets an HTTP connection in within the limits that all protocols share, and ends it when it says nothing at first.</summary>
internal sealed class ConnectionGate(ConnectionAdmission admission, TimeSpan patience, TimeProvider clock)
{
    /// <summary>Runs a connection, unless it is one too many.</summary>
    internal async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using ConnectionTicket? ticket = admission.TryEnter((connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None, connection.Abort);
        if (ticket is null)
        {
            connection.Abort();
            return;
        }

        if (!await SpeaksAsync(connection.Transport.Input).ConfigureAwait(false)) return;
        ticket.Establish();
        await next(connection).ConfigureAwait(false);
    }

    private async Task<bool> SpeaksAsync(PipeReader input)
    {
        ReadResult read;
        await using (clock.CreateTimer(static state => ((PipeReader)state!).CancelPendingRead(), input, patience, Timeout.InfiniteTimeSpan).ConfigureAwait(false))
        {
            try
            {
                read = await input.ReadAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or ConnectionAbortedException)
            {
                // It was reset before it said anything.
                return false;
            }
        }

        // What was read stays for the one who parses it.
        input.AdvanceTo(read.Buffer.Start);
        return !read.Buffer.IsEmpty;
    }
}
