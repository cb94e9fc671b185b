using System.Net;
using Headrace.Streaming.Sessions;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Connections;

/// <summary>What is said alike of the connections of each protocol that listens on TCP; the category says which one it is.</summary>
internal static partial class ConnectionLog
{
    [LoggerMessage(EventId = 3401, Level = LogLevel.Information, Message = "{Protocol} listens on {Address}")]
    public static partial void Listening(ILogger logger, string protocol, EndPoint address);

    [LoggerMessage(EventId = 3402, Level = LogLevel.Information, Message = "{Stream}: publisher {Remote} left ({Reason})")]
    public static partial void PublisherLeft(ILogger logger, string? stream, EndPoint remote, SessionEndReason? reason);

    [LoggerMessage(EventId = 3403, Level = LogLevel.Information, Message = "{Stream}: viewer {Remote} plays ({UserAgent})")]
    public static partial void Playing(ILogger logger, string? stream, EndPoint remote, string userAgent);

    [LoggerMessage(EventId = 3404, Level = LogLevel.Information, Message = "{Stream}: viewer {Remote} left ({Reason}) after {Bytes} bytes and {Skips} skips")]
    public static partial void ViewerLeft(ILogger logger, string? stream, EndPoint remote, SessionEndReason? reason, long bytes, long skips);

    [LoggerMessage(EventId = 3405, Level = LogLevel.Debug, Message = "{Remote}: connection ended ({Reason})")]
    public static partial void ConnectionEnded(ILogger logger, EndPoint remote, SessionEndReason? reason);

    [LoggerMessage(EventId = 3406, Level = LogLevel.Warning, Message = "{Remote}: closed, {Fault}")]
    public static partial void Fault(ILogger logger, EndPoint remote, string fault);

    [LoggerMessage(EventId = 3407, Level = LogLevel.Error, Message = "{Remote}: closed after a fault of the server")]
    public static partial void Failed(ILogger logger, Exception exception, EndPoint remote);

    [LoggerMessage(EventId = 3408, Level = LogLevel.Warning, Message = "{Stream}: viewer {Remote} is {BehindMs} ms behind and goes on at the next key frame (skip {Skips}); his network or machine is too slow for this stream")]
    public static partial void ViewerBehind(ILogger logger, string stream, EndPoint remote, long behindMs, long skips);

    [LoggerMessage(EventId = 3409, Level = LogLevel.Information, Message = "{Count} {Protocol} connections were closed that {Neglect} in time")]
    public static partial void SilentClosed(ILogger logger, int count, string protocol, string neglect);

    [LoggerMessage(EventId = 3410, Level = LogLevel.Error, Message = "{Protocol} connections wait that cannot be taken: the process may open no more files or sockets ({Tries} tries since the last time this was said); raise its limit (ulimit -n, or LimitNOFILE= of the service)")]
    public static partial void AcceptFailed(ILogger logger, string protocol, long tries);
}
