using System.Net;
using Headrace.Streaming.Sessions;
using Headrace.Transport.Client;
using Headrace.Transport.Egress;
using Headrace.Transport.Srt;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Forwarding;

/// <summary>What targets are made with.</summary>
public sealed record ForwardContext
{
    /// <summary>The stream's name.</summary>
    public required string Stream { get; init; }

    /// <summary>All sessions.</summary>
    public required SessionRegistry Sessions { get; init; }

    /// <summary>Who writes.</summary>
    public required EgressPumps Pumps { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The log.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Whether an address may be sent to, asked at every try with what the name was resolved to; null for all.</summary>
    public Func<IPAddress, bool>? Allows { get; init; }

    /// <summary>Whose certificate is believed over TLS.</summary>
    public ServerTrust Trust { get; init; } = ServerTrust.Authorities;

    /// <summary>Who receives over SRT; null where libsrt is missing.</summary>
    public Func<SrtPoller?> Srt { get; init; } = static () => null;

    /// <summary>Ports on which this server takes RTMP in, as they are now; for the same reason.</summary>
    public Func<IReadOnlyList<int>> OwnRtmpPorts { get; init; } = static () => [];

    /// <summary>Ports on which this server takes RTSP in, as they are now: a stream is not forwarded to itself.</summary>
    public Func<IReadOnlyList<int>> OwnRtspPorts { get; init; } = static () => [];
}
