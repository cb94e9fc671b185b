namespace Headrace.Protocols.Rtsp.Server;

/// <summary>The transports that a driver can serve. All others are answered 461.</summary>
[Flags]
public enum RtspTransports
{
    /// <summary>None at all.</summary>
    None = 0,

    /// <summary>Within the connection.</summary>
    Tcp = 1,

    /// <summary>Over UDP to the client.</summary>
    Udp = 2,

    /// <summary>Over UDP to a group.</summary>
    Multicast = 4,
}
