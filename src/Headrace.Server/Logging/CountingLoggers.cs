using Microsoft.Extensions.Logging;

namespace Headrace.Server.Logging;

/// <summary>Passes everything on to other loggers, and counts the problems among it: also those of levels that nobody wants to see.</summary>
internal sealed class CountingLoggers(ILoggerFactory inner, ProblemCounts counts) : ILoggerFactory
{
    private const string Ours = "Headrace.";

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName)
    {
        ILogger logger = inner.CreateLogger(categoryName);
        return categoryName.StartsWith(Ours, StringComparison.Ordinal) ? new Counting(logger, counts) : logger;
    }

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    /// <summary>Does nothing: the others are their owner's.</summary>
    public void Dispose()
    {
    }

    private sealed class Counting(ILogger inner, ProblemCounts counts) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information || inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is IReadOnlyList<KeyValuePair<string, object?>> fields && ProblemEvents.Of(eventId, fields) is { } problem) counts.Count(problem, ProblemEvents.OccurrencesOf(fields));
            if (inner.IsEnabled(logLevel)) inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
