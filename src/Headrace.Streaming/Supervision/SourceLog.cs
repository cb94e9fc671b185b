using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Supervision;

internal static partial class SourceLog
{
    [LoggerMessage(EventId = 2201, Level = LogLevel.Warning, Message = "{Stream}: no media from {Source}: {Fault}. Next try in {Seconds:0.0} s, and again until it works")]
    public static partial void Ended(ILogger logger, string stream, string source, string fault, double seconds);

    [LoggerMessage(EventId = 2202, Level = LogLevel.Error, Message = "{Stream}: the source failed")]
    public static partial void Failed(ILogger logger, Exception exception, string stream);
}
