using Microsoft.Extensions.Logging;

namespace Headrace.Server.Logging;

/// <summary>One thing to log, ready to be written: its texts are clean.</summary>
internal readonly record struct LogRecord
{
    /// <summary>When.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How grave.</summary>
    public required LogLevel Level { get; init; }

    /// <summary>Who says it, in full.</summary>
    public required string Category { get; init; }

    /// <summary>The kind of event.</summary>
    public required EventId Event { get; init; }

    /// <summary>The stream that it is about, or null.</summary>
    public string? Stream { get; init; }

    /// <summary>What happened, without the stream's name where it would stand first.</summary>
    public required string Message { get; init; }

    /// <summary>Name of the problem that it is (docs/problems), or null.</summary>
    public string? Problem { get; init; }

    /// <summary>The values in the message, by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, object?>> Fields { get; init; }

    /// <summary>What was thrown, or null.</summary>
    public Exception? Exception { get; init; }
}
