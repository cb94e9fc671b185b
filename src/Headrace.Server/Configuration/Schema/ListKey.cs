using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Headrace.Server.Configuration.Sources;
using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Configuration.Schema;

/// <summary>A key with a list of values; one value alone is a list of one.</summary>
internal sealed class ListKey<T, TValue>(
    string name, ValueSyntax<TValue> syntax, string summary, Func<T, ImmutableArray<TValue>> get, Func<T, ImmutableArray<TValue>, T> with) : IKey<T>
    where T : new()
{
    /// <summary>Most items of a list.</summary>
    internal const int MaxItems = 1_000;

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public string Summary { get; } = summary;

    /// <inheritdoc/>
    public string Allowed => $"a list, each {syntax.Allowed}";

    /// <inheritdoc/>
    public string Default { get; } = string.Join(',', get(new T()).Select(syntax.Format));

    /// <inheritdoc/>
    public IReadOnlyList<IKey> Children => [];

    /// <inheritdoc/>
    public bool HasNamedEntries => false;

    /// <inheritdoc/>
    public KeyTraits Traits => KeyTraits.None;

    /// <inheritdoc/>
    public T Read(ConfigurationNode node, T options, string path, ConfigurationDiagnostics diagnostics)
    {
        ImmutableArray<ConfigurationNode> items = ItemsOf(node);
        if (items.Length > MaxItems)
        {
            diagnostics.Fail(node.Mark, path, $"a list has at most {MaxItems} items");
            return options;
        }

        ImmutableArray<TValue>.Builder values = ImmutableArray.CreateBuilder<TValue>(items.Length);
        foreach (ConfigurationNode item in items)
        {
            if (item is not ScalarNode scalar) diagnostics.Fail(item.Mark, path, $"a list of values is expected here; allowed: {Allowed}");
            else if (syntax.TryParse(scalar.Text, out TValue? value)) values.Add(value);
            else diagnostics.FailValue(item.Mark, path, scalar.Text, syntax, Allowed);
        }

        if (values.Count < items.Length) return options;
        diagnostics.NoteSet(path, node.Mark);
        return with(options, values.ToImmutable());
    }

    private static ImmutableArray<ConfigurationNode> ItemsOf(ConfigurationNode node) => node switch
    {
        SequenceNode sequence => sequence.Items,
        ScalarNode { Style: ScalarStyle.External, Text: "" } => [],
        // Items with commas: the list as the file has it.
        ScalarNode { Style: ScalarStyle.External, Text: ['[', .., ']'] } flow when YamlText.TryRead(flow.Text, node.Mark.Origin, out ConfigurationNode? read, out _) && read is SequenceNode list => list.Items,
        ScalarNode { Style: ScalarStyle.External } scalar =>
            [.. scalar.Text.Split(',', StringSplitOptions.TrimEntries).Select(ConfigurationNode (text) => scalar with { Text = text })],
        _ => [node],
    };

    /// <inheritdoc/>
    public JsonNode ToJson(T options, bool reveals) => new JsonArray([.. get(options).Select(value => syntax.ToJson(value, reveals))]);
}
