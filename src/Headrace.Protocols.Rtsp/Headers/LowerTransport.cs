namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>What carries the packets.</summary>
public enum LowerTransport : byte
{
    /// <summary>In datagrams, to one address or to a group.</summary>
    Udp,

    /// <summary>Interleaved in the RTSP connection.</summary>
    Tcp,
}
