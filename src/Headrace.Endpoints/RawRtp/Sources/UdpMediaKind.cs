namespace Headrace.Endpoints.RawRtp.Sources;

/// <summary>What a UDP source is said to be; a transport stream within RTP is told from a bare one by itself.</summary>
public enum UdpMediaKind
{
    /// <summary><c>udp+mpegts</c>.</summary>
    MpegTs,

    /// <summary><c>udp+rtp</c>; RTCP comes on the port above.</summary>
    Rtp,
}
