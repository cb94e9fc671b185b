namespace Headrace.Endpoints.Rtsp.Pull;

/// <summary>How the media of an RTSP source shall come.</summary>
public enum RtspSourceTransport
{
    /// <summary>Over UDP; over TCP where the server refuses UDP or nothing arrives, and always within TLS.</summary>
    Automatic,

    /// <summary>Over UDP to ports of ours.</summary>
    Udp,

    /// <summary>Over UDP to a group that the server names.</summary>
    Multicast,

    /// <summary>Within the RTSP connection.</summary>
    Tcp,
}
