using System.Text.Json.Nodes;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Configuration.Schema;

/// <summary>The keys of a section that is read into <typeparamref name="T"/>.</summary>
internal sealed class Section<T>(params IReadOnlyList<IKey<T>> keys)
{
    /// <summary>The keys, in the order in which they are read and described.</summary>
    internal IReadOnlyList<IKey<T>> Keys { get; } = keys;

    /// <summary>Reads a section on top of <paramref name="start"/>. A section without content is an empty one.</summary>
    internal T Read(ConfigurationNode node, T start, string path, ConfigurationDiagnostics diagnostics)
    {
        if (node is ScalarNode { Style: ScalarStyle.Plain, Text: "" }) return start;
        if (node is not MappingNode mapping)
        {
            diagnostics.Fail(node.Mark, path, $"a section with keys is expected here: {string.Join(", ", Keys.Select(key => key.Name))}");
            return start;
        }

        foreach (MappingEntry entry in mapping.Entries)
        {
            if (Find(entry.Key) is null) diagnostics.Fail(entry.Mark, KeyPath.Join(path, entry.Key), KeySuggestion.For(entry.Key, [.. Keys]));
        }

        return Keys.Aggregate(start, (options, key) => ReadKey(key, mapping, options, path, diagnostics));
    }

    private static T ReadKey(IKey<T> key, MappingNode mapping, T options, string path, ConfigurationDiagnostics diagnostics)
    {
        foreach (MappingEntry entry in mapping.Entries)
        {
            if (entry.Key == key.Name) return key.Read(entry.Value, options, KeyPath.Join(path, key.Name), diagnostics);
        }

        return options;
    }

    private IKey<T>? Find(string name) => Keys.FirstOrDefault(key => key.Name == name);

    /// <summary>All keys with their values, as the file has them.</summary>
    internal JsonObject ToJson(T options, bool reveals) => new(Keys.Select(key => KeyValuePair.Create(key.Name, key.ToJson(options, reveals))));
}
