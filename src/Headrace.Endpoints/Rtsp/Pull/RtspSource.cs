using Headrace.Endpoints.Connections;
using Headrace.Protocols.Rtsp.Authentication;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.Transport.Client;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtsp.Pull;

/// <summary>The source <c>rtsp:</c> or <c>rtsps:</c>: asks a camera, or another server, for its stream and publishes it under a name of ours.</summary>
public sealed class RtspSource(RtspSourceOptions options, StreamRegistry streams, SessionRegistry sessions, TimeProvider clock, ILoggerFactory loggers) : IStreamSource
{
    /// <summary>Redirections that are followed in one run.</summary>
    internal const int MaxRedirections = 5;

    private readonly ILogger _logger = loggers.CreateLogger("Headrace.Rtsp");

    // Where UDP has failed and TCP works; the next run need not find out again.
    private bool _takesTcp;

    /// <inheritdoc/>
    public string Description => options.Location.ToString();

    /// <inheritdoc/>
    public async Task<SourceEnd> RunAsync(CancellationToken cancellation)
    {
        RtspLocation location = options.Location;
        ClientAuthorization? answer = null;
        int redirections = 0;
        while (true)
        {
            RtspClientTransport transport = TransportTo(location);
            PullEnd end = await PullAsync(location, transport, answer, cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (end.IsForTransport && options.Transport == RtspSourceTransport.Automatic && transport == RtspClientTransport.Udp)
            {
                RtspSourceLog.TakesTcp(_logger, options.Stream, location, end.Fault);
                _takesTcp = true;
            }
            else if (end.Redirection is { } target)
            {
                if (++redirections > MaxRedirections) return new SourceEnd($"it redirects more than {MaxRedirections} times", end.Worked);
                RtspSourceLog.Redirected(_logger, options.Stream, location, target);
                (location, answer) = (target, null);
            }
            else if (end.Answer is not null && answer is null)
            {
                answer = end.Answer;
            }
            else
            {
                if (!end.HadMedia) _takesTcp = false;
                return new SourceEnd(location == options.Location ? end.Fault : $"{location}: {end.Fault}", end.Worked) { Cause = end.Cause };
            }
        }
    }

    private RtspClientTransport TransportTo(RtspLocation location) => options.Transport switch
    {
        RtspSourceTransport.Udp => RtspClientTransport.Udp,
        RtspSourceTransport.Multicast => RtspClientTransport.Multicast,
        RtspSourceTransport.Automatic when !location.IsTls && !_takesTcp => RtspClientTransport.Udp,
        _ => RtspClientTransport.Tcp,
    };

    private async Task<PullEnd> PullAsync(RtspLocation location, RtspClientTransport transport, ClientAuthorization? answer, CancellationToken cancellation)
    {
        ServerDial dial = new(options.Trust, "sourceFingerprint", options.Allows, "sources", options.ConnectTimeout, clock);
        (ClientConnection? connection, SourceFault? fault) = await dial.ConnectAsync(location.Host, location.Port, location.IsTls, cancellation).ConfigureAwait(false);
        if (connection is null) return new PullEnd(fault!.Text, SessionEndReason.ConnectionLost) { Cause = fault.Cause };
        RtspPull pull = new(connection, location, transport, answer, options, streams, clock, _logger);
        sessions.Add(pull);
        try
        {
            return await pull.RunAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            sessions.Remove(pull);
        }
    }
}
