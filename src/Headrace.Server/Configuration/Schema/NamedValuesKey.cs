using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Headrace.Server.Configuration.Sources;
using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Configuration.Schema;

/// <summary>A key whose entries have names that the user chooses, and one value each.</summary>
internal sealed class NamedValuesKey<T, TValue>(
    string name, ValueSyntax<TValue> syntax, string summary,
    Func<T, ImmutableSortedDictionary<string, TValue>> get, Func<T, ImmutableSortedDictionary<string, TValue>, T> with) : IKey<T>
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public string Summary { get; } = summary;

    /// <inheritdoc/>
    public string Allowed => $"names, each with {syntax.Allowed}";

    /// <inheritdoc/>
    public string Default => "";

    /// <inheritdoc/>
    public IReadOnlyList<IKey> Children => [];

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
            diagnostics.Fail(node.Mark, path, $"a section is expected here; allowed: {Allowed}");
            return options;
        }

        ImmutableSortedDictionary<string, TValue> values = get(options);
        foreach (MappingEntry entry in mapping.Entries)
        {
            string key = KeyPath.Join(path, entry.Key);
            if (entry.Value is not ScalarNode scalar) diagnostics.Fail(entry.Value.Mark, key, $"one value is expected here; allowed: {syntax.Allowed}");
            else if (syntax.TryParse(scalar.Text, out TValue? value)) values = values.SetItem(entry.Key, value);
            else diagnostics.FailValue(scalar.Mark, key, scalar.Text, syntax, syntax.Allowed);
        }

        return with(options, values);
    }

    /// <inheritdoc/>
    public JsonNode ToJson(T options, bool reveals) =>
        new JsonObject(get(options).Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)syntax.ToJson(entry.Value, reveals))));
}
