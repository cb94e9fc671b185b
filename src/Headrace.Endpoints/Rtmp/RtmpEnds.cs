using Headrace.Protocols.Rtmp.Client;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Supervision;

namespace Headrace.Endpoints.Rtmp;

/// <summary>What the ends of a client's session are as ends of a session.</summary>
internal static class RtmpEnds
{
    /// <summary>The reason.</summary>
    public static SessionEndReason ReasonOf(RtmpClientEndReason reason) => reason switch
    {
        RtmpClientEndReason.Fault => SessionEndReason.ProtocolError,
        RtmpClientEndReason.TimedOut => SessionEndReason.TimedOut,
        RtmpClientEndReason.Refused => SessionEndReason.Refused,
        _ => SessionEndReason.Closed,
    };

    /// <summary>The kind of fault.</summary>
    public static SourceCause CauseOf(RtmpClientEndReason reason) => reason switch
    {
        RtmpClientEndReason.Fault => SourceCause.ProtocolError,
        RtmpClientEndReason.TimedOut => SourceCause.NoAnswer,
        RtmpClientEndReason.Refused => SourceCause.TurnedAway,
        RtmpClientEndReason.Closed => SourceCause.ConnectionLost,
        _ => SourceCause.Unknown,
    };
}
