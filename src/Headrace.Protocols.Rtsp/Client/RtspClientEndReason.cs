namespace Headrace.Protocols.Rtsp.Client;

/// <summary>Why a client session ended on its own account.</summary>
public enum RtspClientEndReason : byte
{
    /// <summary>The bytes were unusable.</summary>
    Fault,

    /// <summary>A request stayed unanswered.</summary>
    TimedOut,

    /// <summary>The server wants credentials and there are none, or it does not take those that there are.</summary>
    Unauthorized,

    /// <summary>The server said no.</summary>
    Refused,

    /// <summary>The session description cannot be used.</summary>
    BadDescription,

    /// <summary>No track could be set up.</summary>
    NoTracks,

    /// <summary>The server does not serve the transport; another one may work.</summary>
    UnsupportedTransport,

    /// <summary>A redirection leads nowhere.</summary>
    BadRedirect,

    /// <summary>The server ended the session.</summary>
    TornDown,
}
