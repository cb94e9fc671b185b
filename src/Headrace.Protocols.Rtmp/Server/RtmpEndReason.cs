namespace Headrace.Protocols.Rtmp.Server;

/// <summary>Why a server session ended on its own account.</summary>
public enum RtmpEndReason : byte
{
    /// <summary>The bytes were unusable.</summary>
    Fault,

    /// <summary>The client asked for nothing in time.</summary>
    NoRequest,

    /// <summary>The client was asked who it is; it answers by another connection.</summary>
    Challenged,

    /// <summary>Nothing came from the client for its time-out.</summary>
    TimedOut,
}
