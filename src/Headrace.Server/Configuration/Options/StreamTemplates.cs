using System.Collections.Concurrent;
using System.Collections.Immutable;
using Headrace.Streaming.Paths;

namespace Headrace.Server.Configuration.Options;

/// <summary>The templates of streams, in the order in which they were written: the first that fits counts. Thread-safe.</summary>
internal sealed class StreamTemplates(ImmutableArray<StreamTemplate> all)
{
    /// <summary>Names whose settings are remembered; beyond it all are forgotten.</summary>
    private const int MaxRemembered = 4_096;

    private readonly ConcurrentDictionary<StreamName, StreamSettings?> _remembered = new();

    /// <summary>None.</summary>
    internal static StreamTemplates None { get; } = new([]);

    /// <summary>All of them.</summary>
    internal ImmutableArray<StreamTemplate> All => all;

    /// <summary>The settings of a stream that is not named; null where none fits.</summary>
    internal StreamSettings? SettingsOf(StreamName name)
    {
        if (all.IsEmpty) return null;
        if (_remembered.TryGetValue(name, out StreamSettings? known)) return known;
        if (_remembered.Count >= MaxRemembered) _remembered.Clear();
        StreamSettings? settings = all.Select(template => template.SettingsOf(name)).FirstOrDefault(static found => found is not null);
        _remembered[name] = settings;
        return settings;
    }
}
