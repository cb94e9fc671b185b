using System.Net;
using Headrace.Streaming.Sessions;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.HttpLive;

internal static partial class HttpLiveLog
{
    [LoggerMessage(EventId = 3701, Level = LogLevel.Information, Message = "{Stream}: viewer {Remote} plays {Protocol} ({UserAgent})")]
    public static partial void Playing(ILogger logger, string? stream, EndPoint remote, string protocol, string? userAgent);

    [LoggerMessage(EventId = 3702, Level = LogLevel.Information, Message = "{Stream}: viewer {Remote} left {Protocol} ({Reason}) after {Bytes} bytes and {Skips} skips")]
    public static partial void Left(ILogger logger, string? stream, EndPoint remote, string protocol, SessionEndReason? reason, long bytes, long skips);

    [LoggerMessage(EventId = 3703, Level = LogLevel.Warning, Message = "{Stream}: viewer {Remote} of {Protocol} is {BehindMs} ms behind and goes on at the next key frame (skip {Skips}); his network is too slow for this stream")]
    public static partial void Behind(ILogger logger, string? stream, EndPoint remote, string protocol, long behindMs, long skips);

    [LoggerMessage(EventId = 3704, Level = LogLevel.Information, Message = "{Stream}: {Protocol} was refused to {Remote}: {Detail} ({Occurrences} such answers since the last time this was said)")]
    public static partial void NotPlayable(ILogger logger, string stream, string protocol, IPAddress? remote, string detail, long occurrences);

    [LoggerMessage(EventId = 3705, Level = LogLevel.Error, Message = "{Stream}: viewer {Remote} of {Protocol} was let go by a fault of ours")]
    public static partial void Failed(ILogger logger, Exception exception, string? stream, EndPoint remote, string protocol);
}
