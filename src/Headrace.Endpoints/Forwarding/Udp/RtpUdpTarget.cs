using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Carriers;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Streams;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Forwarding.Udp;

/// <summary>The target <c>rtp:</c>: each track to a port of its own, or all to one. Receivers are told what they get by a description that the API shows.</summary>
internal sealed class RtpUdpTarget(ForwardUrl url, UdpTargetOptions options, ForwardContext context) : IDescribedTarget
{
    /// <inheritdoc/>
    public string Description => url.ToString();

    /// <inheritdoc/>
    public string Protocol => "rtp";

    /// <inheritdoc/>
    public string? Describe(LiveStream stream) => RtpLayout.TracksOf(stream.Tracks) is { IsEmpty: false } tracks ? RtpLayout.Describe(context.Stream, tracks, url, options) : null;

    /// <inheritdoc/>
    public async Task<ForwardEnd> RunAsync(ForwardRun run, CancellationToken cancellation)
    {
        ImmutableArray<Track> tracks = RtpLayout.TracksOf(run.Stream.Tracks);
        if (tracks.IsEmpty) return new ForwardEnd($"codec-not-carried: {OutputForm.Rtp.WhyNothing(run.Stream.Tracks)}");
        if (RtpLayout.PortOf(url.Port, tracks.Length, options) > IPEndPoint.MaxPort) return new ForwardEnd($"{tracks.Length} tracks need {2 * tracks.Length} ports from {url.Port} on");
        (UdpDestination? destination, string? fault) = await UdpDestination.FindAsync(url, options, context, cancellation).ConfigureAwait(false);
        if (destination is null) return new ForwardEnd(fault!);
        UdpPair sockets;
        try
        {
            sockets = destination.OpenPair(options);
        }
        catch (SocketException e)
        {
            return new ForwardEnd($"no sockets for it: {e.Message}");
        }

        RtpUdpSession session = new(run, new IPEndPoint(destination.Address, url.Port), sockets, tracks, options, context.Pumps.Next(), context.Clock);
        context.Sessions.Add(session);
        try
        {
            session.Start(MonotonicTime.Now(context.Clock));
            run.Begin(session);
            return await session.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            context.Sessions.Remove(session);
        }
    }
}
