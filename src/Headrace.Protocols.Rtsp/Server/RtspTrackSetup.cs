using Headrace.Protocols.Rtsp.Headers;

namespace Headrace.Protocols.Rtsp.Server;

/// <summary>A track that was set up: its index in the presentation, the URL that the client used, and the transport that was agreed.</summary>
public sealed record RtspTrackSetup(int Track, string Url, TransportSpec Transport);
