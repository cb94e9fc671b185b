namespace Headrace.Streaming.Supervision;

/// <summary>The last lines that a child process wrote. Bounded; thread-safe.</summary>
public sealed class LogTail
{
    /// <summary>Lines kept; older ones are dropped.</summary>
    internal const int MaxLines = 20;

    /// <summary>Characters kept of a line.</summary>
    public const int MaxLineLength = 500;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new(MaxLines);

    /// <summary>The lines, oldest first.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate) return [.. _lines];
        }
    }

    /// <summary>Adds a line; an empty one is nothing.</summary>
    public void Add(string line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (_gate)
        {
            if (_lines.Count == MaxLines) _lines.Dequeue();
            _lines.Enqueue(line.Length > MaxLineLength ? line[..MaxLineLength] : line);
        }
    }
}
