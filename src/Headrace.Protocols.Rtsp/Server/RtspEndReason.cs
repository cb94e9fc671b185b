namespace Headrace.Protocols.Rtsp.Server;

/// <summary>Why a server session ended its connection.</summary>
public enum RtspEndReason : byte
{
    /// <summary>The bytes were unusable: <see cref="RtspServerEvent.Ended.Fault"/> says how.</summary>
    Fault,

    /// <summary>No request came within <see cref="RtspServerOptions.HandshakeTimeout"/>.</summary>
    NoRequest,

    /// <summary>No sign of life came within <see cref="RtspServerOptions.SessionTimeout"/>.</summary>
    TimedOut,

    /// <summary>More than <see cref="RtspLimits.MaxPipelinedRequests"/> requests came while one was waiting.</summary>
    TooManyRequestsWaiting,
}
