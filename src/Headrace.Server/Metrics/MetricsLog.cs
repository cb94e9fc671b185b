using Microsoft.Extensions.Logging;

namespace Headrace.Server.Metrics;

/// <summary>What is said about the sending of figures.</summary>
internal static partial class MetricsLog
{
    [LoggerMessage(EventId = 4301, Level = LogLevel.Warning, Message = "The collector {Address} takes no metrics: {Fault}; they are offered again every 10 s (telemetry.otlp)")]
    internal static partial void NotTaken(ILogger logger, Uri address, string fault);

    [LoggerMessage(EventId = 4302, Level = LogLevel.Information, Message = "The collector {Address} takes metrics again")]
    internal static partial void Taken(ILogger logger, Uri address);
}
