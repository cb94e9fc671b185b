using System.Collections.Immutable;

namespace Headrace.Protocols.Rtsp.Server;

/// <summary>What a server session is told by its driver.</summary>
public sealed record RtspServerOptions
{
    /// <summary>
    /// The transports that are offered. Over UDP and multicast the driver chooses the ports (<see cref="RtspServerEvent.SetupRequested"/>).
    /// </summary>
    public RtspTransports Transports { get; init; } = RtspTransports.Tcp;

    /// <summary>
    /// Which of them is chosen first where a client offers several in one header. Those that are not named come last, in the client's order.
    /// </summary>
    public ImmutableArray<RtspTransports> Preference { get; init; } = [];

    /// <summary>How long a connection lives without a request or a frame; announced to clients in whole seconds.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a new connection may be silent.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the application may take for a decision; then the request is answered 503.</summary>
    public TimeSpan DecisionTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
