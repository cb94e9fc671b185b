using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Forwarding;

internal static partial class ForwardLog
{
    [LoggerMessage(EventId = 2601, Level = LogLevel.Information, Message = "{Stream}: forwarded to {Target}")]
    public static partial void Forwarding(ILogger logger, string stream, string target);

    [LoggerMessage(EventId = 2602, Level = LogLevel.Warning, Message = "{Stream}: not forwarded to {Target}: {Fault}. Next try in {Seconds:0.0} s, and again until it works")]
    public static partial void Ended(ILogger logger, string stream, string target, string fault, double seconds);

    [LoggerMessage(EventId = 2603, Level = LogLevel.Information, Message = "{Stream}: no longer forwarded to {Target}, until it has media again")]
    public static partial void Over(ILogger logger, string stream, string target);

    [LoggerMessage(EventId = 2604, Level = LogLevel.Warning, Message = "{Stream}: {Target} is {BehindMs} ms behind and goes on at the next key frame (skip {Skips}); the way to it is too slow for this stream")]
    public static partial void Behind(ILogger logger, string stream, string target, long behindMs, long skips);

    [LoggerMessage(EventId = 2605, Level = LogLevel.Error, Message = "{Stream}: forwarding to {Target} failed")]
    public static partial void Broken(ILogger logger, Exception exception, string stream, string target);
}
