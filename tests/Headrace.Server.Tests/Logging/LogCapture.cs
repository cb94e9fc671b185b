using System.Text;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Logging;
using Headrace.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Server.Tests.Logging;

/// <summary>A logger that writes in the server's form into a text, at 2026-01-01 00:00:00.123.</summary>
internal sealed class LogCapture(LogFormat format, string category, bool isJournal = false) : ILogger
{
    private readonly HeadraceFormatter _formatter = new(() => format, Clock(), isJournal);
    private readonly StringBuilder _lines = new();

    internal string Text => _lines.ToString();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        using StringWriter output = new(_lines);
        _formatter.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), null, output);
    }

    private static VirtualTime Clock()
    {
        VirtualTime clock = new();
        clock.Advance(TimeSpan.FromMilliseconds(123));
        return clock;
    }
}
