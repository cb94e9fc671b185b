using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Slates;

internal static partial class SlateLog
{
    [LoggerMessage(EventId = 2901, Level = LogLevel.Information, Message = "A slate of {Description} was made")]
    public static partial void Made(ILogger logger, string description);

    [LoggerMessage(EventId = 2902, Level = LogLevel.Warning, Message = "There is no slate of {Description}: {Fault}. Viewers of streams without signal are let go")]
    public static partial void Failed(ILogger logger, string description, string fault);

    [LoggerMessage(EventId = 2903, Level = LogLevel.Information, Message = "{Stream}: no signal; the slate is shown until there is one")]
    public static partial void Shown(ILogger logger, string stream);

    [LoggerMessage(EventId = 2904, Level = LogLevel.Warning, Message = "No font for the words on the slate; on Debian and Ubuntu: apt-get install fonts-dejavu-core")]
    public static partial void NoFont(ILogger logger);
}
