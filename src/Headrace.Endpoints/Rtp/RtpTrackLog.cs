using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtp;

internal static partial class RtpTrackLog
{
    [LoggerMessage(EventId = 3023, Level = LogLevel.Warning, Message = "{Stream}: {From} announced {Kind} and has sent none for {Seconds} s; its other tracks go on")]
    public static partial void TrackSilent(ILogger logger, string stream, object from, string kind, double seconds);

    [LoggerMessage(EventId = 3024, Level = LogLevel.Information, Message = "{Stream}: {From} sends {Kind} again")]
    public static partial void TrackComesAgain(ILogger logger, string stream, object from, string kind);

    [LoggerMessage(EventId = 3025, Level = LogLevel.Warning, Message = "{Stream}: {From} sends {Kind} that cannot be used, {Occurrences} times since this was last said ({Faults})")]
    public static partial void Unreadable(ILogger logger, string stream, object from, string kind, long occurrences, string faults);
}
