using System.Collections.Immutable;
using System.Net;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;

namespace Headrace.Endpoints.Rtsp.Udp;

/// <summary>A viewer who listens to a stream's groups: nothing is sent for him alone, and he comes in where the stream is.</summary>
internal sealed class RtspMulticastViewer(
    RtspConnection session, RtspMulticast multicast, LiveStream stream, ImmutableArray<Track> described, IPAddress local, EgressPump pump) : IRtspViewer
{
    private MulticastSender? _sender;

    /// <inheritdoc/>
    public long Skips => 0;

    /// <inheritdoc/>
    public ImmutableArray<RtpTrackStart> Begin(MonotonicTime now)
    {
        _sender = multicast.Join(session, stream, described, local, pump, now);
        return [];
    }

    /// <inheritdoc/>
    public void Stop()
    {
        if (_sender is null) return;
        multicast.Leave(_sender, session, local);
        _sender = null;
    }
}
