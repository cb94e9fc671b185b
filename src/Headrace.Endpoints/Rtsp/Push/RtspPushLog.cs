using Headrace.Protocols.Rtsp.Client;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtsp.Push;

internal static partial class RtspPushLog
{
    [LoggerMessage(EventId = 3061, Level = LogLevel.Error, Message = "{Stream}: publishing at {Target} failed")]
    public static partial void Failed(ILogger logger, Exception exception, string stream, RtspLocation target);
}
