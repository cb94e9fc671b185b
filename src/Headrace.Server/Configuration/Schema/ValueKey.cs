using System.Text.Json.Nodes;
using Headrace.Server.Configuration.Sources;
using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Configuration.Schema;

/// <summary>A key with one value.</summary>
internal sealed class ValueKey<T, TValue>(string name, ValueSyntax<TValue> syntax, string summary, Func<T, TValue> get, Func<T, TValue, T> with) : IKey<T>
    where T : new()
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public string Summary { get; } = summary;

    /// <inheritdoc/>
    public string Allowed => syntax.Allowed;

    /// <inheritdoc/>
    public string Default { get; } = syntax.Format(get(new T()));

    /// <inheritdoc/>
    public IReadOnlyList<IKey> Children => [];

    /// <inheritdoc/>
    public bool HasNamedEntries => false;

    /// <inheritdoc/>
    public KeyTraits Traits => KeyTraits.None;

    /// <inheritdoc/>
    public T Read(ConfigurationNode node, T options, string path, ConfigurationDiagnostics diagnostics)
    {
        if (node is not ScalarNode scalar)
        {
            diagnostics.Fail(node.Mark, path, $"one value is expected here; allowed: {Allowed}");
            return options;
        }

        if (scalar is { Style: ScalarStyle.Plain, Text: "" })
        {
            diagnostics.Fail(node.Mark, path, $"has no value; allowed: {Allowed}");
            return options;
        }

        if (!syntax.TryParse(scalar.Text, out TValue? value))
        {
            diagnostics.FailValue(node.Mark, path, scalar.Text, syntax, Allowed);
            return options;
        }

        diagnostics.NoteSet(path, node.Mark);
        return with(options, value);
    }

    /// <inheritdoc/>
    public JsonNode? ToJson(T options, bool reveals) => syntax.ToJson(get(options), reveals);
}
