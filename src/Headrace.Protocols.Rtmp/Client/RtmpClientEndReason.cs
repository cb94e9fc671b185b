namespace Headrace.Protocols.Rtmp.Client;

/// <summary>Why a client session ended on its own account.</summary>
public enum RtmpClientEndReason : byte
{
    /// <summary>The bytes were unusable.</summary>
    Fault,

    /// <summary>The server did not answer.</summary>
    TimedOut,

    /// <summary>The server said no.</summary>
    Refused,

    /// <summary>The server says that the stream is over.</summary>
    Closed,
}
