using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Headrace.Server.Configuration.Sources;
using Headrace.Streaming.Paths;

namespace Headrace.Server.Configuration.Schema;

/// <summary>A key whose entries are named as streams are, and are sections.</summary>
internal sealed class NamedSectionsKey<T, TItem>(
    string name, Section<TItem> section, string summary, Func<T, ImmutableSortedDictionary<string, TItem>> get, Func<T, ImmutableSortedDictionary<string, TItem>, T> with) : IKey<T>
    where T : new()
    where TItem : new()
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public string Summary { get; } = summary;

    /// <inheritdoc/>
    public string Allowed => "";

    /// <inheritdoc/>
    public string Default => "";

    /// <inheritdoc/>
    public IReadOnlyList<IKey> Children => section.Keys;

    /// <inheritdoc/>
    public bool HasNamedEntries => true;

    /// <inheritdoc/>
    public KeyTraits Traits => KeyTraits.None;

    /// <inheritdoc/>
    public T Read(ConfigurationNode node, T options, string path, ConfigurationDiagnostics diagnostics)
    {
        if (node is ScalarNode { Style: ScalarStyle.Plain, Text: "" }) return options;
        if (node is not MappingNode mapping)
        {
            diagnostics.Fail(node.Mark, path, $"names of streams are expected here, each with {string.Join(", ", section.Keys.Select(key => key.Name))}");
            return options;
        }

        ImmutableSortedDictionary<string, TItem> items = get(options);
        foreach (MappingEntry entry in mapping.Entries)
        {
            if (StreamName.TryParse(entry.Key, out _, out string? fault)) items = items.SetItem(entry.Key, section.Read(entry.Value, new TItem(), KeyPath.Join(path, entry.Key), diagnostics));
            else diagnostics.Fail(entry.Mark, path, $"{ConfigurationDiagnostics.Show(entry.Key)} cannot be a stream: {fault}");
        }

        return with(options, items);
    }

    /// <inheritdoc/>
    public JsonNode ToJson(T options, bool reveals) => new JsonObject(get(options).Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)section.ToJson(entry.Value, reveals))));
}
