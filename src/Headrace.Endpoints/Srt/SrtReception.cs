using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Streaming.Limits;
using Headrace.Transport.Srt;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Srt;

/// <summary>Starts what SRT needs of this machine: libsrt, and the thread that receives.</summary>
public static class SrtReception
{
    /// <summary>Loads libsrt and starts the thread; false with what to do about it where libsrt is missing.</summary>
    /// <param name="libraries">Files to try; empty for the usual ones.</param>
    /// <param name="clock">Time.</param>
    /// <param name="loggers">What libsrt says of its work, and faults.</param>
    /// <param name="poller">The thread, which the caller disposes.</param>
    /// <param name="problem">Why there is none, and what to do.</param>
    public static bool TryStart(
        ImmutableArray<string> libraries, TimeProvider clock, ILoggerFactory loggers, [NotNullWhen(true)] out SrtPoller? poller, [NotNullWhen(false)] out string? problem)
    {
        poller = null;
        if (!SrtLibrary.TryLoad(libraries, out SrtLibrary? library, out problem)) return false;
        ILogger logger = loggers.CreateLogger("Headrace.Srt");
        LineThrottle lines = new(clock);
        SrtLibrary.OnMessage = (_, text) =>
        {
            if (logger.IsEnabled(LogLevel.Debug) && lines.Passes(out int others)) SrtLog.Library(logger, text, others);
        };
        poller = new SrtPoller(library, clock, e => SrtLog.ReceiverFailed(logger, e));
        return true;
    }
}
