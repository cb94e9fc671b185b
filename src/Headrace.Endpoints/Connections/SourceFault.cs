using System.Net.Sockets;
using Headrace.Streaming.Supervision;

namespace Headrace.Endpoints.Connections;

/// <summary>Why another server, or a camera, is not reached or says no.</summary>
/// <param name="Text">For people: one clause, without credentials.</param>
/// <param name="Cause">For programs.</param>
internal sealed record SourceFault(string Text, SourceCause Cause = SourceCause.Unknown)
{
    /// <summary>The status of HTTP that says so; null where there is none.</summary>
    public int? Status { get; init; }

    /// <summary>What an error of sockets means.</summary>
    public static SourceCause CauseOf(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => SourceCause.NameUnknown,
        SocketError.ConnectionRefused => SourceCause.PortClosed,
        SocketError.ConnectionReset or SocketError.ConnectionAborted => SourceCause.ConnectionLost,
        _ => SourceCause.NoAnswer,
    };

    /// <summary>What a status says that a server answers with: of HTTP, or of a protocol that has taken its statuses over.</summary>
    public static SourceCause CauseOf(int status) => status switch
    {
        401 or 403 => SourceCause.Unauthorized,
        404 or 410 => SourceCause.NotFound,
        429 or (>= 450 and < 460) or (>= 500 and < 600) => SourceCause.TurnedAway,
        _ => SourceCause.Unknown,
    };
}
