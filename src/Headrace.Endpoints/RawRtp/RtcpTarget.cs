using Headrace.Transport.Udp;

namespace Headrace.Endpoints.RawRtp;

/// <summary>Where reports about a source go.</summary>
/// <param name="Address">To whom.</param>
/// <param name="IsMuxed">True where they go by the port for RTP.</param>
internal readonly record struct RtcpTarget(UdpAddress Address, bool IsMuxed);
