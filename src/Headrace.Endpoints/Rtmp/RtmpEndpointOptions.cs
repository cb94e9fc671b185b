using System.Net;
using Headrace.Protocols.Rtmp.Server;
using Headrace.Streaming.Access;
using Headrace.Streaming.Streams;
using Headrace.Transport.Tls;

namespace Headrace.Endpoints.Rtmp;

/// <summary>How RTMP is served.</summary>
public sealed record RtmpEndpointOptions
{
    /// <summary>Where to listen.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.IPv6Any, 1935);

    /// <summary>Does the handshakes of RTMPS; null: without TLS.</summary>
    public TlsServer? Tls { get; init; }

    /// <summary>A connection that neither publishes nor plays for this long is closed.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A session without a sign of life for this long ends.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a viewer waits for the first media of who publishes; for him to come, <see cref="StreamOptions.WaitForStream"/>.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A publisher that sends no media for this long ends.</summary>
    public TimeSpan MediaTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Asks publishers for a user when they connect; null where they are not.</summary>
    public RtmpServerSignIn? SignIn { get; init; }

    /// <summary>Who may publish and view; null: everybody.</summary>
    public AccessGate? Access { get; init; }
}
