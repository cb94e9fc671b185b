using Headrace.Protocols.Rtsp.Authentication;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Supervision;

namespace Headrace.Endpoints.Rtsp.Pull;

/// <summary>How one connection to a camera ended.</summary>
/// <param name="Fault">Why, for an operator.</param>
/// <param name="Reason">Why, as its session has it.</param>
internal sealed record PullEnd(string Fault, SessionEndReason Reason)
{
    /// <summary>The fault's kind.</summary>
    public SourceCause Cause { get; init; }

    /// <summary>True where media came at all.</summary>
    public bool HadMedia { get; init; }

    /// <summary>How long media came.</summary>
    public TimeSpan Worked { get; init; }

    /// <summary>True where media did not come because of the way that it was asked for: another one may work.</summary>
    public bool IsForTransport { get; init; }

    /// <summary>Where the camera says the stream is, or null.</summary>
    public RtspLocation? Redirection { get; init; }

    /// <summary>The answer to a challenge behind which the camera closed the connection: it wants it on another one. Else null.</summary>
    public ClientAuthorization? Answer { get; init; }
}
