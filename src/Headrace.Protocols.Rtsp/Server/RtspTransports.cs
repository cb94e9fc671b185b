namespace Headrace.Protocols.Rtsp.Server;

/// <summary>The transports that a driver can serve. All others are answered 461.</summary>
[Flags]
public enum RtspTransports
{
    None = 0,
    Tcp = 1,
    Udp = 2,
    Multicast = 4,
}
