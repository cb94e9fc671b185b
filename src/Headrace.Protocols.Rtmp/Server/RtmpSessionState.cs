namespace Headrace.Protocols.Rtmp.Server;

/// <summary>Where a server session is.</summary>
public enum RtmpSessionState : byte
{
    /// <summary>The handshake is not over.</summary>
    Handshaking,

    /// <summary>The client has said nothing yet.</summary>
    Waiting,

    /// <summary>The client is connected to an application, and neither publishes nor plays.</summary>
    Connected,

    /// <summary>The client has asked to publish or to play, and the driver has not decided.</summary>
    Deciding,

    /// <summary>The client sends.</summary>
    Publishing,

    /// <summary>The client is sent to.</summary>
    Playing,

    /// <summary>It is over.</summary>
    Ended,
}
