namespace Headrace.Protocols.Rtsp.Authentication;

/// <summary>What a server thinks of an answer.</summary>
public enum ServerVerdict : byte
{
    /// <summary>Wrong.</summary>
    Refused,

    /// <summary>Right, but for a nonce that is too old: the client is to answer a new challenge that says so.</summary>
    Stale,

    /// <summary>Right.</summary>
    Accepted,
}
