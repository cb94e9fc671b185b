using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Pressure;

internal static partial class PressureLog
{
    [LoggerMessage(EventId = 2301, Level = LogLevel.Warning, Message = "{Scope}: memory is short ({From} to {To}; {Used} of {Limit} bytes): {Actions}")]
    public static partial void Rose(ILogger logger, string scope, PressureLevel from, PressureLevel to, long used, long limit, string actions);

    [LoggerMessage(EventId = 2303, Level = LogLevel.Warning, Message = "{Who} was refused: memory is short (and {Others} since the last such line)")]
    public static partial void Refused(ILogger logger, string who, int others);

    [LoggerMessage(EventId = 2302, Level = LogLevel.Information, Message = "{Scope}: memory is less short ({From} to {To}; {Used} of {Limit} bytes): {Actions}")]
    public static partial void Fell(ILogger logger, string scope, PressureLevel from, PressureLevel to, long used, long limit, string actions);
}
