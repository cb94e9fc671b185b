namespace Headrace.Protocols.Rtsp.Server;

/// <summary>The states of a server session (RFC 2326, A.2), the ready state by direction.</summary>
public enum RtspSessionState : byte
{
    /// <summary>Nothing is set up.</summary>
    Init,

    /// <summary>Set up to be sent to, or paused.</summary>
    ReadyToPlay,

    /// <summary>It is sent to.</summary>
    Playing,

    /// <summary>Set up to send, or paused.</summary>
    ReadyToRecord,

    /// <summary>It sends.</summary>
    Recording,
}
