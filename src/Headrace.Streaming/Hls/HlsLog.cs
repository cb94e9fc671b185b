using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Hls;

internal static partial class HlsLog
{
    [LoggerMessage(EventId = 2010, Level = LogLevel.Information, Message = "{Stream}: HLS leaves out track {Track} ({Format}): {Reason}")]
    public static partial void TrackLeftOut(ILogger logger, string stream, int track, string format, string reason);
}
