using Microsoft.Extensions.Logging;

namespace Headrace.Server.Logging;

/// <summary>The words of log lines for levels.</summary>
internal static class LogLevelWords
{
    /// <summary>At most five letters.</summary>
    internal static string Of(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}
