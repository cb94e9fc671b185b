using System.Collections.Concurrent;

namespace Headrace.Streaming.Streams;

/// <summary>What outputs keep for a path's life, over branches that come and go: sequence numbers, frozen targets. One object a type.</summary>
public sealed class PathMemory
{
    private readonly ConcurrentDictionary<Type, object> _kept = new();

    /// <summary>The object of a type, made on first use.</summary>
    public T Get<T>()
        where T : class, new() => (T)_kept.GetOrAdd(typeof(T), static _ => new T());
}
