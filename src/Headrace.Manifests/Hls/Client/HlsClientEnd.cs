namespace Headrace.Manifests.Hls.Client;

/// <summary>Why a client does not go on.</summary>
/// <param name="Reason">What kind of end it is.</param>
/// <param name="Text">Why, for an operator, in one clause.</param>
public sealed record HlsClientEnd(HlsClientEndReason Reason, string Text);

/// <summary>Kinds of ends.</summary>
public enum HlsClientEndReason
{
    /// <summary>The playlist ended, and all of it has been played.</summary>
    Ended,

    /// <summary>The server does not give what is asked for.</summary>
    Refused,

    /// <summary>What came is no playlist, or one that breaks a limit.</summary>
    BadPlaylist,

    /// <summary>It is in a form that is not read here.</summary>
    Unsupported,

    /// <summary>Nothing new came for long.</summary>
    TimedOut,
}
