using Headrace.Media.Codecs;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Flv;

internal static partial class FlvLog
{
    [LoggerMessage(EventId = 3901, Level = LogLevel.Information, Message = "{Stream}: {From} sends {Tracks}")]
    public static partial void Begins(ILogger logger, string? stream, object from, string tracks);

    [LoggerMessage(EventId = 3902, Level = LogLevel.Warning, Message = "{Stream}: {From} sends a track of {Codec}, which is left out: {Reason}")]
    public static partial void Omitted(ILogger logger, string? stream, object from, string codec, string reason);

    [LoggerMessage(EventId = 3903, Level = LogLevel.Warning, Message = "{Stream}: {From} sends media with faults, {Occurrences} since this was last said ({Faults})")]
    public static partial void Faulty(ILogger logger, string? stream, object from, long occurrences, string faults);

    [LoggerMessage(EventId = 3904, Level = LogLevel.Warning, Message = "{Stream}: {From} sends {Codec} that cannot be used, {Occurrences} times since this was last said ({Faults})")]
    public static partial void Unreadable(ILogger logger, string? stream, object from, string codec, long occurrences, UnitFaults faults);

    [LoggerMessage(EventId = 3905, Level = LogLevel.Information, Message = "{Stream}: {From} sends other tracks than before; those that were there end")]
    public static partial void Changes(ILogger logger, string? stream, object from);
}
