using System.Net;
using Headrace.Endpoints.Connections;
using Headrace.Endpoints.Forwarding;
using Headrace.Protocols.Rtmp;
using Headrace.Protocols.Rtmp.Client;
using Headrace.Protocols.Rtmp.Server;
using Headrace.Streaming.Carriers;
using Headrace.Streaming.Forwarding;
using Headrace.Transport.Client;

namespace Headrace.Endpoints.Rtmp.Push;

/// <summary>The target <c>rtmp:</c> or <c>rtmps:</c>: publishes the stream at another server, as an encoder does.</summary>
internal sealed class RtmpForwardTarget(RtmpLocation location, ForwardContext context) : IForwardTarget
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly ServerDial _dial = new(context.Trust, "forwardFingerprint", context.Allows, "targets", ConnectTimeout, context.Clock);

    // What the next run says that it can: a server that closed the connection when it was told is told nothing.
    private RtmpCapabilities _capabilities = RtmpCapabilities.Own;

    /// <inheritdoc/>
    public string Description => location.ToString();

    /// <inheritdoc/>
    public string Protocol => location.IsTls ? "rtmps" : "rtmp";

    /// <inheritdoc/>
    public async Task<ForwardEnd> RunAsync(ForwardRun run, CancellationToken cancellation)
    {
        if (OutputForm.Flv.WhyNothing(run.Stream.Tracks) is { } reason) return new ForwardEnd($"codec-not-carried: {reason}");
        RtmpClientSignIn signIn = new(location);
        while (true)
        {
            (ForwardEnd end, string? challenge) = await RunAsync(run, signIn.Parameters, cancellation).ConfigureAwait(false);
            if (challenge is null) return end;
            if (!signIn.TryAnswer(challenge)) return end with { Fault = signIn.Fault! };
        }
    }

    private async Task<(ForwardEnd End, string? Challenge)> RunAsync(ForwardRun run, string? signIn, CancellationToken cancellation)
    {
        (ClientConnection? connection, SourceFault? fault) = await _dial.ConnectAsync(location.Host, location.Port, location.IsTls, cancellation).ConfigureAwait(false);
        if (connection is null) return (new ForwardEnd(fault!.Text), null);
        if (IsOurselves(connection))
        {
            connection.Dispose();
            return (new ForwardEnd("it is this server, and the stream itself: name another server, or another path"), null);
        }

        using RtmpPush push = new(connection, location, Protocol, run, _capabilities, signIn, context);
        context.Sessions.Add(push);
        try
        {
            ForwardEnd end = await push.RunAsync(cancellation).ConfigureAwait(false);
            return (end, push.Challenge);
        }
        finally
        {
            context.Sessions.Remove(push);
            _capabilities = push.WasNotUnderstood ? RtmpCapabilities.None : RtmpCapabilities.Own;
        }
    }

    private bool IsOurselves(ClientConnection connection)
    {
        IPAddress remote = connection.RemoteEndPoint.Address;
        bool isHere = IPAddress.IsLoopback(remote) || remote.Equals(connection.LocalEndPoint.Address);
        return isHere && RtmpStreamAddress.Read(location.Application, null, location.Key).Name == context.Stream && context.OwnRtmpPorts().Contains(connection.RemoteEndPoint.Port);
    }
}
