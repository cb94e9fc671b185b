using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Headrace.Endpoints.Connections;
using Headrace.Endpoints.Forwarding;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtsp.Authentication;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Streaming.Carriers;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Rtp;
using Headrace.Transport.Client;

namespace Headrace.Endpoints.Rtsp.Push;

/// <summary>The target <c>rtsp:</c> or <c>rtsps:</c>: publishes the stream at another server, as an encoder does.</summary>
internal sealed class RtspPushTarget(RtspLocation target, RtspClientTransport transport, ForwardContext context) : IForwardTarget
{
    /// <summary>Redirections that are followed in one run.</summary>
    private const int MaxRedirections = 5;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly ServerDial _dial = new(context.Trust, "forwardFingerprint", context.Allows, "targets", ConnectTimeout, context.Clock);

    /// <inheritdoc/>
    public string Description => target.ToString();

    /// <inheritdoc/>
    public string Protocol => ProtocolOf(target);

    /// <inheritdoc/>
    public async Task<ForwardEnd> RunAsync(ForwardRun run, CancellationToken cancellation)
    {
        RtspLocation location = target;
        ClientAuthorization? answer = null;
        int redirections = 0;
        while (true)
        {
            ImmutableArray<Track> tracks = [.. run.Stream.Tracks.Where(RtpSenders.CanCarry)];
            if (tracks.IsEmpty) return new ForwardEnd($"codec-not-carried: {OutputForm.Rtp.WhyNothing(run.Stream.Tracks)}");
            (ClientConnection? connection, SourceFault? fault) = await _dial.ConnectAsync(location.Host, location.Port, location.IsTls, cancellation).ConfigureAwait(false);
            if (connection is null) return new ForwardEnd(fault!.Text);
            if (IsOurselves(location, connection))
            {
                connection.Dispose();
                return new ForwardEnd("it is this server, and the stream itself: name another server, or another path");
            }

            PushDatagrams? datagrams;
            try
            {
                // Behind a redirection to TLS as TLS wants it.
                datagrams = transport == RtspClientTransport.Udp && !location.IsTls ? PushDatagrams.Open(connection.LocalEndPoint.Address, tracks.Length) : null;
            }
            catch (SocketException e)
            {
                connection.Dispose();
                return new ForwardEnd($"no ports for UDP: {e.Message}");
            }

            RtspPush push = new(connection, location, ProtocolOf(location), run, tracks, answer, datagrams, context);
            ForwardEnd end = await RunAsync(push, cancellation).ConfigureAwait(false);
            if (push.Redirection is { } next)
            {
                if (++redirections > MaxRedirections) return new ForwardEnd($"it redirects more than {MaxRedirections} times");
                (location, answer) = (next, null);
            }
            else if (push.Answer is not null && answer is null)
            {
                answer = push.Answer;
            }
            else
            {
                return location == target ? end : end with { Fault = $"{location}: {end.Fault}" };
            }
        }
    }

    private static string ProtocolOf(RtspLocation location) => location.IsTls ? "rtsps" : "rtsp";

    private async Task<ForwardEnd> RunAsync(RtspPush push, CancellationToken cancellation)
    {
        context.Sessions.Add(push);
        try
        {
            return await push.RunAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            context.Sessions.Remove(push);
        }
    }

    private bool IsOurselves(RtspLocation location, ClientConnection connection)
    {
        IPAddress remote = connection.RemoteEndPoint.Address;
        bool isHere = IPAddress.IsLoopback(remote) || remote.Equals(connection.LocalEndPoint.Address);
        return isHere && location.Url.StreamName == context.Stream && context.OwnRtspPorts().Contains(connection.RemoteEndPoint.Port);
    }
}
