namespace Headrace.Protocols.Rtmp.Server;

/// <summary>What a server session is told by its driver.</summary>
public sealed record RtmpServerOptions
{
    /// <summary>How long a connection may take to publish or to play.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a publisher or a viewer may be silent.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Asks publishers for a user when they connect; null where they are not.</summary>
    public RtmpServerSignIn? SignIn { get; init; }

    /// <summary>What the server says it can do.</summary>
    public RtmpCapabilities Capabilities { get; init; } = RtmpCapabilities.Own;
}
