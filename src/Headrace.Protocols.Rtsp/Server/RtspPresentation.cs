using System.Collections.Immutable;

namespace Headrace.Protocols.Rtsp.Server;

/// <summary>What a DESCRIBE is answered with: the SDP, and its tracks in its order.</summary>
public sealed record RtspPresentation(ReadOnlyMemory<byte> Sdp, ImmutableArray<RtspTrack> Tracks);
