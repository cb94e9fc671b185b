using Headrace.Protocols.Rtmp.Client;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtmp.Push;

internal static partial class RtmpPushLog
{
    [LoggerMessage(EventId = 3531, Level = LogLevel.Error, Message = "{Stream}: publishing at {Target} failed")]
    public static partial void Failed(ILogger logger, Exception exception, string? stream, RtmpLocation target);
}
