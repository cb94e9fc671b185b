namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>
/// Where a track starts: the sequence number and the RTP timestamp of the first packet that follows the response. Null where it is
/// not known.
/// </summary>
public sealed record RtpInfoEntry(string Url, ushort? Sequence, uint? RtpTime);
