using System.Net;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Tests.Logging;

internal static partial class TestLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Stream}: publisher {Remote} connected ({Tracks})")]
    internal static partial void Connected(ILogger logger, string stream, EndPoint remote, string tracks);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "RTSP listens on {Address} for {Count} peers")]
    internal static partial void Listening(ILogger logger, string address, int count);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "A request failed")]
    internal static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 4, Level = LogLevel.Debug, Message = "{Text}")]
    internal static partial void Said(ILogger logger, string text);
}
