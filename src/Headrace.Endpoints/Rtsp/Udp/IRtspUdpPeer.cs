using Headrace.Media.Timing;

namespace Headrace.Endpoints.Rtsp.Udp;

/// <summary>Who gets the datagrams of an address. Called on the receiving loops of the ports, RTP and RTCP at the same time; must not throw.</summary>
internal interface IRtspUdpPeer
{
    /// <summary>Takes a datagram that came to the port for RTP from a track's address.</summary>
    void HandleRtp(int track, ReadOnlySpan<byte> bytes, MonotonicTime now);

    /// <summary>Takes a datagram that came to the port for RTCP.</summary>
    void HandleRtcp(int track, ReadOnlySpan<byte> bytes, MonotonicTime now);

    /// <summary>Does what is due: holes to give up, reports to send.</summary>
    void HandleTimeout(MonotonicTime now);
}
