namespace Headrace.Streaming.Sessions;

/// <summary>Why a session ended. Every session ends with exactly one; it is the log line, the metric label and the API field.</summary>
public enum SessionEndReason
{
    /// <summary>The peer said goodbye (TEARDOWN, end of its stream).</summary>
    Closed,

    /// <summary>The connection broke off without a goodbye.</summary>
    ConnectionLost,

    /// <summary>Nothing came from the peer for the session's time-out.</summary>
    TimedOut,

    /// <summary>The peer broke the protocol beyond repair.</summary>
    ProtocolError,

    /// <summary>The stream, the credentials or the limits did not let it in.</summary>
    Refused,

    /// <summary>The viewer's network or machine did not keep up after many skips, or took nothing at all.</summary>
    TooSlow,

    /// <summary>The stream's publisher stayed away longer than its grace.</summary>
    PublisherGone,

    /// <summary>Another publisher took the stream over.</summary>
    Overridden,

    /// <summary>The stream's tracks changed to something that this session cannot carry on with.</summary>
    FormatChanged,

    /// <summary>An operator ended it.</summary>
    Kicked,

    /// <summary>The rules of access changed, and do not allow it any longer.</summary>
    AccessRevoked,

    /// <summary>The stream was deleted or its configuration changed.</summary>
    StreamRemoved,

    /// <summary>The server stops.</summary>
    ServerShutdown,

    /// <summary>A fault of ours; the log has it.</summary>
    InternalError,
}
