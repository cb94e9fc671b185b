namespace Headrace.Protocols.Rtsp.Server;

/// <summary>Where a track starts after a PLAY: sequence number and timestamp of the first packet that is sent behind the response.</summary>
public readonly record struct RtpStart(int Track, ushort Sequence, uint RtpTime);
