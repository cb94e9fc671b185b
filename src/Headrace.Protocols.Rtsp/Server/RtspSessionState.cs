namespace Headrace.Protocols.Rtsp.Server;

/// <summary>The states of a server session (RFC 2326, A.2), the ready state by direction.</summary>
public enum RtspSessionState : byte
{
    Init,
    ReadyToPlay,
    Playing,
    ReadyToRecord,
    Recording,
}
