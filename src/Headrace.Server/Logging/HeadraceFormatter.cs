using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Headrace.Server.Configuration.Options;

namespace Headrace.Server.Logging;

/// <summary>Our form of log lines, for the console logger.</summary>
/// <param name="format">Text or JSON, as it holds now.</param>
/// <param name="clock">Time.</param>
/// <param name="isJournal">True when <see cref="SystemJournal"/> reads the lines.</param>
internal sealed class HeadraceFormatter(Func<LogFormat> format, TimeProvider clock, bool isJournal = false) : ConsoleFormatter(FormatterName)
{
    /// <summary>Name by which the console logger finds this.</summary>
    internal const string FormatterName = "headrace";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (LogRecords.Of(logEntry, clock.GetUtcNow()) is not { } record) return;
        if (isJournal) textWriter.Write(SystemJournal.Prefix(record.Level));
        if (format() == LogFormat.Json) JsonLogWriter.Write(record, textWriter);
        else TextLogWriter.Write(record, textWriter);
    }
}
