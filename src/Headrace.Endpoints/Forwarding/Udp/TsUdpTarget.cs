using System.Net;
using System.Net.Sockets;
using Headrace.Media.Timing;
using Headrace.Streaming.Carriers;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Streams;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Forwarding.Udp;

/// <summary>The target <c>udp+mpegts:</c>, or MPEG-TS within RTP: datagrams to an address or a group. Nobody says whether they arrive.</summary>
internal sealed class TsUdpTarget(ForwardUrl url, UdpTargetOptions options, ForwardContext context) : IDescribedTarget
{
    /// <inheritdoc/>
    public string Description => url.ToString();

    /// <inheritdoc/>
    public string Protocol => options.IsTsInRtp ? "rtp" : "udp";

    /// <inheritdoc/>
    public string? Describe(LiveStream stream) => options.IsTsInRtp && OutputForm.MpegTs.WhyNothing(stream.Tracks) is null ? RtpLayout.DescribeTs(context.Stream, url, options) : null;

    /// <inheritdoc/>
    public async Task<ForwardEnd> RunAsync(ForwardRun run, CancellationToken cancellation)
    {
        if (OutputForm.MpegTs.WhyNothing(run.Stream.Tracks) is { } reason) return new ForwardEnd($"codec-not-carried: {reason}");
        (UdpDestination? destination, string? fault) = await UdpDestination.FindAsync(url, options, context, cancellation).ConfigureAwait(false);
        if (destination is null) return new ForwardEnd(fault!);
        UdpSocket socket;
        try
        {
            socket = destination.Open(options);
        }
        catch (SocketException e)
        {
            return new ForwardEnd($"no socket for it: {e.Message}");
        }

        TsUdpSession session = new(run, Protocol, new IPEndPoint(destination.Address, url.Port), socket, options, context.Pumps.Next(), context.Clock);
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
