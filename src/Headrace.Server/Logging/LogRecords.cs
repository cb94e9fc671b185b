using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Server.Logging;

/// <summary>
/// Makes records of log entries. A message whose template begins with <c>{Stream}:</c> is about that stream: its name gets a column of its own.
/// </summary>
internal static class LogRecords
{
    private const string Template = "{OriginalFormat}";
    private const string StreamField = "Stream";
    private const string StreamPlace = "{Stream}: ";

    /// <summary>The record of an entry, or null when the entry says nothing.</summary>
    internal static LogRecord? Of<TState>(in LogEntry<TState> entry, DateTimeOffset time)
    {
        string message = LogRedaction.Clean(entry.Formatter?.Invoke(entry.State, entry.Exception) ?? "");
        if (message.Length == 0 && entry.Exception is null) return null;
        IReadOnlyList<KeyValuePair<string, object?>> values = entry.State as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        bool isAboutStream = values is [.., { Key: Template, Value: string template }] && template.StartsWith(StreamPlace, StringComparison.Ordinal);
        string? stream = isAboutStream ? LogRedaction.Clean(values.FirstOrDefault(field => field.Key == StreamField).Value?.ToString() ?? "") : null;
        if (stream is not null && message.StartsWith($"{stream}: ", StringComparison.Ordinal)) message = message[(stream.Length + 2)..];
        return new LogRecord
        {
            Time = time,
            Level = entry.LogLevel,
            Category = entry.Category,
            Event = entry.EventId,
            Stream = stream,
            Message = message,
            Problem = ProblemEvents.Of(entry.EventId, values),
            Fields = [.. values.Where(field => field.Key != Template && !(isAboutStream && field.Key == StreamField))],
            Exception = entry.Exception,
        };
    }
}
