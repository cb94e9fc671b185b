using Headrace.Endpoints.Connections;
using Headrace.Media.Timing;
using Headrace.Protocols.Srt;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.Transport.Srt;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Srt.Pull;

/// <summary>The source <c>srt:</c>: calls another server, or an encoder, and publishes what it sends under a name of ours; or waits for one that calls.</summary>
public sealed class SrtSource(
    SrtSourceOptions options, SrtPoller poller, StreamRegistry streams, SessionRegistry sessions, SrtTotals totals, TimeProvider clock, ILoggerFactory loggers) : IStreamSource
{
    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = loggers.CreateLogger("Headrace.Srt");

    /// <inheritdoc/>
    public string Description => options.Location.ToString();

    /// <inheritdoc/>
    public async Task<SourceEnd> RunAsync(CancellationToken cancellation)
    {
        SrtSocketOptions socket = new() { Latency = options.Latency, ConnectTimeout = options.ConnectTimeout };
        (SrtConnection? connection, SourceFault? fault) = await SrtCaller.ConnectAsync(poller, options.Location, socket, options.Allows, cancellation).ConfigureAwait(false);
        if (connection is null) return new SourceEnd(fault!.Text, TimeSpan.Zero) { Cause = fault.Cause };
        MonotonicTime start = MonotonicTime.Now(clock);
        using SrtPublisherSession session = new(connection, options.Stream, options.Input, null, streams, options.MediaTimeout, totals, clock, _logger);
        sessions.Add(session);
        try
        {
            await using ITimer timer = clock.CreateTimer(_ => session.HandleTimeout(MonotonicTime.Now(clock)), null, HousekeepingInterval, HousekeepingInterval);
            await using CancellationTokenRegistration stop = cancellation.Register(() => session.End(SessionEndReason.ServerShutdown));
            await session.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            sessions.Remove(session);
        }

        cancellation.ThrowIfCancellationRequested();
        string why = session.Fault ?? session.EndReason switch
        {
            SessionEndReason.Closed => "the other side ended it",
            SessionEndReason.ConnectionLost => "the connection was lost",
            var reason => $"the session was ended ({reason})",
        };
        SourceCause cause = session.EndReason switch
        {
            SessionEndReason.Closed or SessionEndReason.ConnectionLost => SourceCause.ConnectionLost,
            SessionEndReason.TimedOut => SourceCause.NoMedia,
            _ => SourceCause.Unknown,
        };
        return new SourceEnd(why, session.HasMedia ? MonotonicTime.Now(clock) - start : TimeSpan.Zero) { Cause = cause };
    }
}
