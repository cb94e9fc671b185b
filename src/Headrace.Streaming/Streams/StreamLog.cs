using System.Net;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Streams;

internal static partial class StreamLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "{Stream}: {State}")]
    public static partial void StateChanged(ILogger logger, string stream, StreamState state);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Information, Message = "{Stream}: track {Track} changed from {Before} to {After}")]
    public static partial void FormatChanged(ILogger logger, string stream, int track, string before, string after);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "{Stream}: the publisher did not come back within its grace; viewers are let go")]
    public static partial void PublisherStayedAway(ILogger logger, string stream);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Error, Message = "{Stream}: the output {Branch} failed and was stopped; it starts anew with its next reader")]
    public static partial void BranchFailed(ILogger logger, Exception exception, string stream, string branch);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Information, Message = "{Stream}: fed by {Input} (priority {Priority}) from now on, before by {Before}")]
    public static partial void InputSwitched(ILogger logger, string stream, string input, int priority, string before);

    [LoggerMessage(EventId = 2007, Level = LogLevel.Warning, Message = "{Stream}: the clock of {Publisher} differs from this machine's by {Seconds:+0;-0} s; dates are taken from this machine's. Set the one that is wrong, best by NTP")]
    public static partial void SenderClockIsWrong(ILogger logger, string stream, EndPoint? publisher, double seconds);

    [LoggerMessage(EventId = 2006, Level = LogLevel.Information, Message = "{Stream}: {Publisher} takes over from {Before}, which still published; overridePublisher: false refuses the second one instead")]
    public static partial void Overridden(ILogger logger, string stream, EndPoint? publisher, EndPoint? before);
}
