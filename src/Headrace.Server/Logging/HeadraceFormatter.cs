using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Headrace.Server.Configuration.Options;

namespace Headrace.Server.Logging;

/// <summary>Our form of log lines, for the console logger.</summary>
internal sealed class HeadraceFormatter(LogFormat format, TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    /// <summary>Name by which the console logger finds this.</summary>
    internal const string FormatterName = "headrace";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (LogRecords.Of(logEntry, clock.GetUtcNow()) is not { } record) return;
        if (format == LogFormat.Json) JsonLogWriter.Write(record, textWriter);
        else TextLogWriter.Write(record, textWriter);
    }
}
