using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using Headrace.Streaming.Limits;
using Headrace.Transport.Tcp;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>Lets an HTTP connection in within the limits that all protocols share, and ends it when it says nothing at first.</summary>
internal sealed class ConnectionGate(ConnectionAdmission admission, Func<TimeSpan> patience, TimeProvider clock, ILogger logger)
{
    private readonly ConcurrentDictionary<string, LineThrottle> _lines = new();

    /// <summary>Runs a connection, unless it is one too many.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="next">Who serves it.</param>
    /// <param name="isTls">Whether TLS is spoken on its port.</param>
    internal async Task RunAsync(ConnectionContext connection, ConnectionDelegate next, bool isTls)
    {
        using ConnectionTicket? ticket = admission.TryEnter((connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None, connection.Abort);
        if (ticket is null)
        {
            connection.Abort();
            return;
        }

        if (!await SpeaksAsync(connection, isTls).ConfigureAwait(false)) return;
        ticket.Establish();
        await next(connection).ConfigureAwait(false);
    }

    private async Task<bool> SpeaksAsync(ConnectionContext connection, bool isTls)
    {
        PipeReader input = connection.Transport.Input;
        ReadResult read;
        await using (clock.CreateTimer(static state => ((PipeReader)state!).CancelPendingRead(), input, patience(), Timeout.InfiniteTimeSpan).ConfigureAwait(false))
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

        if (ForeignProtocol.Recognize(read.Buffer, isTls) is { } foreign && _lines.GetOrAdd(foreign.Name, _ => new LineThrottle(clock)).Passes(out int others))
            ServerLog.ForeignProtocol(logger, connection.RemoteEndPoint, foreign.Name, foreign.Keys, others);
        // What was read stays for the one who parses it.
        input.AdvanceTo(read.Buffer.Start);
        return !read.Buffer.IsEmpty;
    }
}
