using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Tests.Hosting;

/// <summary>Keeps what a server logs, so that a test can ask for a line.</summary>
internal sealed class LogLines : ILoggerFactory
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyList<LogLine> All => [.. _lines];

    /// <summary>Lines of operators' interest, with the words of <paramref name="text"/>.</summary>
    public IReadOnlyList<LogLine> With(string text) =>
        [.. _lines.Where(line => line.Level >= LogLevel.Information && line.Text.Contains(text, StringComparison.Ordinal))];

    /// <summary>Defects of the server: errors, and exceptions at any level.</summary>
    public IReadOnlyList<LogLine> Faults => [.. _lines.Where(line => line.Level >= LogLevel.Error || line.Exception is not null)];

    /// <summary>Forgets what was logged so far.</summary>
    public void Clear() => _lines.Clear();

    public ILogger CreateLogger(string categoryName) => new Logger(_lines);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public override string ToString() => string.Join('\n', _lines.Select(line => $"{line.Level}: {line.Text}{(line.Exception is null ? "" : "\n" + line.Exception)}"));

    private sealed class Logger(ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new LogLine(logLevel, formatter(state, exception), exception));
    }
}

/// <summary>One line.</summary>
internal sealed record LogLine(LogLevel Level, string Text, Exception? Exception);
