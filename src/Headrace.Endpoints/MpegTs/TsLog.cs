using Headrace.Media.Codecs;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.MpegTs;

internal static partial class TsLog
{
    [LoggerMessage(EventId = 3601, Level = LogLevel.Information, Message = "{Stream}: {From} sends program {Program} of a transport stream: {Tracks}")]
    public static partial void Begins(ILogger logger, string? stream, object from, int program, string tracks);

    [LoggerMessage(EventId = 3602, Level = LogLevel.Warning, Message = "{Stream}: {From} sends PID {Pid} (stream type 0x{StreamType:X2}{Name}), which is left out: {Reason}")]
    public static partial void Omitted(ILogger logger, string? stream, object from, int pid, byte streamType, string name, string reason);

    [LoggerMessage(EventId = 3603, Level = LogLevel.Warning, Message = "{Stream}: {From} sends a transport stream with faults, {Occurrences} since this was last said ({Faults})")]
    public static partial void Faulty(ILogger logger, string? stream, object from, long occurrences, string faults);

    [LoggerMessage(EventId = 3604, Level = LogLevel.Warning, Message = "{Stream}: {From} sends {Codec} that cannot be used, {Occurrences} times since this was last said ({Faults})")]
    public static partial void Unreadable(ILogger logger, string? stream, object from, string codec, long occurrences, UnitFaults faults);

    [LoggerMessage(EventId = 3605, Level = LogLevel.Information, Message = "{Stream}: {From} sends other tracks than before in program {Program}; those that were there end")]
    public static partial void Changes(ILogger logger, string? stream, object from, int program);
}
