namespace Headrace.Protocols.Rtsp.Authentication;

/// <summary>What a server thinks of a nonce that came back.</summary>
public enum ServerNonceState : byte
{
    /// <summary>Not one that this process made: the client is challenged anew.</summary>
    Foreign,

    /// <summary>Too old: the client is challenged anew with <see cref="AuthenticationChallenge.IsStale"/>, so that it asks nobody for a password.</summary>
    Stale,

    /// <summary>Good.</summary>
    Fresh,
}
