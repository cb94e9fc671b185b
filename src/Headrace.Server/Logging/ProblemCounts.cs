using System.Collections.Concurrent;

namespace Headrace.Server.Logging;

/// <summary>How often each problem was met, by its name. Bounded by the number of names. Thread-safe.</summary>
internal sealed class ProblemCounts
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>The counts; problems that never were are left out.</summary>
    internal IReadOnlyDictionary<string, long> Current => _counts;

    /// <summary>Counts some.</summary>
    internal void Count(string problem, long times) => _counts.AddOrUpdate(problem, static (_, added) => added, static (_, count, added) => count + added, times);
}
