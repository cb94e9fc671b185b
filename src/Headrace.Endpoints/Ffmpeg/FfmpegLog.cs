using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Ffmpeg;

internal static partial class FfmpegLog
{
    [LoggerMessage(EventId = 3201, Level = LogLevel.Information, Message = "{Stream}: {Source} starts ({Program}, process {Process})")]
    public static partial void Started(ILogger logger, string stream, string source, string program, int process);

    [LoggerMessage(EventId = 3203, Level = LogLevel.Warning, Message = "{Stream}: no font for the clock in the test picture; on Debian and Ubuntu: apt-get install fonts-dejavu-core")]
    public static partial void NoFont(ILogger logger, string stream);
}
