using Headrace.Endpoints.Connections;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtmp;
using Headrace.Protocols.Rtmp.Client;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.Transport.Client;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtmp.Pull;

/// <summary>The source <c>rtmp:</c> or <c>rtmps:</c>: plays a stream of another server and publishes it under a name of ours.</summary>
public sealed class RtmpSource(RtmpSourceOptions options, StreamRegistry streams, SessionRegistry sessions, TimeProvider clock, ILoggerFactory loggers) : IStreamSource
{
    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromMilliseconds(500);

    private readonly ILogger _logger = loggers.CreateLogger("Headrace.Rtmp");
    private readonly ServerDial _dial = new(options.Trust, "sourceFingerprint", options.Allows, "sources", options.ConnectTimeout, clock);

    // What the next run says that it can: a server that closed the connection when it was told is told nothing.
    private RtmpCapabilities _capabilities = RtmpCapabilities.Own;

    /// <inheritdoc/>
    public string Description => options.Location.ToString();

    /// <inheritdoc/>
    public async Task<SourceEnd> RunAsync(CancellationToken cancellation)
    {
        RtmpClientSignIn signIn = new(options.Location);
        while (true)
        {
            (SourceEnd end, string? challenge) = await RunAsync(signIn.Parameters, cancellation).ConfigureAwait(false);
            if (challenge is null) return end;
            if (!signIn.TryAnswer(challenge)) return end with { Fault = signIn.Fault!, Cause = SourceCause.Unauthorized };
        }
    }

    private async Task<(SourceEnd End, string? Challenge)> RunAsync(string? signIn, CancellationToken cancellation)
    {
        (ClientConnection? connection, SourceFault? fault) = await _dial.ConnectAsync(options.Location.Host, options.Location.Port, options.Location.IsTls, cancellation).ConfigureAwait(false);
        if (connection is null) return (new SourceEnd(fault!.Text, TimeSpan.Zero) { Cause = fault.Cause }, null);
        MonotonicTime start = MonotonicTime.Now(clock);
        using RtmpPull pull = new(connection, options, _capabilities, signIn, streams, clock, _logger);
        sessions.Add(pull);
        try
        {
            await using ITimer timer = clock.CreateTimer(_ => pull.HandleTimeout(MonotonicTime.Now(clock)), null, HousekeepingInterval, HousekeepingInterval);
            await using CancellationTokenRegistration stop = cancellation.Register(() => pull.End(SessionEndReason.ServerShutdown));
            await pull.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            sessions.Remove(pull);
        }

        cancellation.ThrowIfCancellationRequested();
        _capabilities = pull.WasNotUnderstood ? RtmpCapabilities.None : RtmpCapabilities.Own;
        SourceFault why = pull.Fault ?? new SourceFault($"the session was ended ({pull.EndReason})");
        return (new SourceEnd(why.Text, pull.HasMedia ? MonotonicTime.Now(clock) - start : TimeSpan.Zero) { Cause = why.Cause }, pull.Challenge);
    }
}
