namespace Headrace.Endpoints.Rtsp.Udp;

/// <summary>Ports of which the first free pair is taken. Both 0: the system chooses.</summary>
/// <param name="First">The first port.</param>
/// <param name="Last">The last one.</param>
public readonly record struct UdpPortRange(int First, int Last);
