using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Hls.Files;

internal static partial class HlsFileLog
{
    [LoggerMessage(EventId = 2011, Level = LogLevel.Warning, Message = "{Stream}: segments cannot be written to {Directory}: {Fault}; make room there, or let this user write. Viewers go on from memory, and writing is tried again with each segment")]
    public static partial void CannotWrite(ILogger logger, string stream, string directory, string fault);

    [LoggerMessage(EventId = 2012, Level = LogLevel.Information, Message = "{Stream}: segments are written to {Directory} again; {Lost} files are missing")]
    public static partial void WritesAgain(ILogger logger, string stream, string directory, long lost);
}
