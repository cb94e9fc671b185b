namespace Headrace.Protocols.Rtsp.Client;

/// <summary>How a client wants its media.</summary>
public enum RtspClientTransport : byte
{
    /// <summary>Interleaved in the RTSP connection.</summary>
    Tcp,

    /// <summary>UDP, to ports of the client's.</summary>
    Udp,

    /// <summary>UDP, to a group that the server names.</summary>
    Multicast,
}
