namespace Headrace.Protocols.Rtmp.Client;

/// <summary>Where a client session is.</summary>
public enum RtmpClientState : byte
{
    /// <summary>The handshake is under way.</summary>
    Handshaking,

    /// <summary>It waits to be let in to the application.</summary>
    Connecting,

    /// <summary>It waits for a message stream.</summary>
    Creating,

    /// <summary>It waits for the word that media may flow.</summary>
    Starting,

    /// <summary>Media flows.</summary>
    Flowing,

    /// <summary>It is over.</summary>
    Ended,
}
