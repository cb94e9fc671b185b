using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Files;

internal static partial class FileLog
{
    [LoggerMessage(EventId = 4701, Level = LogLevel.Information, Message = "{Stream}: {From} has {Tracks}")]
    public static partial void Plays(ILogger logger, string? stream, object from, string tracks);

    [LoggerMessage(EventId = 4702, Level = LogLevel.Warning, Message = "{Stream}: {From}: {What} is left out")]
    public static partial void Omitted(ILogger logger, string? stream, object from, string what);
}
