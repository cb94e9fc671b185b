using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Forwarding;

internal static partial class PushLog
{
    [LoggerMessage(EventId = 3421, Level = LogLevel.Error, Message = "{Stream}: publishing at {Target} failed")]
    public static partial void Failed(ILogger logger, Exception exception, string? stream, object target);
}
