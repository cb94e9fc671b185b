namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>What carries the packets.</summary>
public enum LowerTransport : byte
{
    Udp,

    /// <summary>Interleaved in the RTSP connection.</summary>
    Tcp,
}
