namespace Headrace.Protocols.Rtsp.Server;

/// <summary>
/// A track of a presentation: the <c>control</c> attribute as it stands in the SDP (empty if there is none), and the SSRC that it is
/// sent with, if that is known.
/// </summary>
public readonly record struct RtspTrack(string Control, uint? Ssrc = null);
