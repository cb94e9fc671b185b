using Headrace.Protocols.Rtmp.Client;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtmp.Pull;

internal static partial class RtmpSourceLog
{
    [LoggerMessage(EventId = 3521, Level = LogLevel.Error, Message = "{Stream}: fetching {Source} failed")]
    public static partial void Failed(ILogger logger, Exception exception, string? stream, RtmpLocation source);
}
