using Headrace.Protocols.Rtsp.Headers;

namespace Headrace.Protocols.Rtsp.Client;

/// <summary>A track that is to be set up.</summary>
/// <param name="Index">Its index among the media of the session description.</param>
/// <param name="Transport">How its media shall come.</param>
/// <param name="Ports">The client's ports, for <see cref="RtspClientTransport.Udp"/>.</param>
public readonly record struct RtspClientTrack(int Index, RtspClientTransport Transport, PortPair? Ports = null);
