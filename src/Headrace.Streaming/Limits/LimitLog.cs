using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Limits;

internal static partial class LimitLog
{
    [LoggerMessage(EventId = 2401, Level = LogLevel.Warning, Message = "{Limit} is reached ({Value}): {Effect} (and {Others} since the last such line)")]
    public static partial void Reached(ILogger logger, string limit, long value, string effect, int others);
}
