using System.Net;
using Headrace.Streaming.Sessions;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Hls;

internal static partial class HlsLog
{
    [LoggerMessage(EventId = 3101, Level = LogLevel.Information, Message = "{Stream}: viewer {Remote} plays {Protocol} ({UserAgent})")]
    public static partial void ViewerJoined(ILogger logger, string stream, EndPoint remote, string protocol, string? userAgent);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Information, Message = "{Stream}: {Protocol} viewer {Remote} left ({Reason})")]
    public static partial void ViewerLeft(ILogger logger, string? stream, string protocol, EndPoint remote, SessionEndReason reason);

    [LoggerMessage(EventId = 3105, Level = LogLevel.Information, Message = "{Stream}: HLS was refused to {Remote}: {Detail} ({Occurrences} such answers since the last time this was said)")]
    public static partial void NotPlayable(ILogger logger, string stream, IPAddress? remote, string detail, long occurrences);
}
