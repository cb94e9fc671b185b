using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Configuration.Schema;

/// <summary>A key with a list of sections. In the environment and on the command line it is written as in the file, in braces.</summary>
internal sealed class SectionListKey<T, TItem>(
    string name, Section<TItem> section, string summary, Func<T, ImmutableArray<TItem>> get, Func<T, ImmutableArray<TItem>, T> with) : IKey<T>
    where T : new()
    where TItem : new()
{
    /// <summary>Most items of a list.</summary>
    internal const int MaxItems = 10_000;

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public string Summary { get; } = summary;

    /// <inheritdoc/>
    public string Allowed { get; } = $"a list of sections, each with {string.Join(", ", section.Keys.Select(key => key.Name))}";

    /// <inheritdoc/>
    public string Default => "";

    /// <inheritdoc/>
    public IReadOnlyList<IKey> Children => [];

    /// <inheritdoc/>
    public IReadOnlyList<IKey> ItemKeys => section.Keys;

    /// <inheritdoc/>
    public bool HasNamedEntries => false;

    /// <inheritdoc/>
    public KeyTraits Traits => KeyTraits.None;

    /// <inheritdoc/>
    public T Read(ConfigurationNode node, T options, string path, ConfigurationDiagnostics diagnostics)
    {
        if (node is ScalarNode { Style: ScalarStyle.External } text && YamlText.TryRead(text.Text, node.Mark.Origin, out ConfigurationNode? read, out _)) node = read;
        if (node is not SequenceNode { Items.Length: <= MaxItems } list)
        {
            diagnostics.Fail(node.Mark, path, $"a list of at most {MaxItems} sections is expected here; allowed: {Allowed}");
            return options;
        }

        diagnostics.NoteSet(path, node.Mark);
        return with(options, [.. list.Items.Select((item, index) => section.Read(item, new TItem(), $"{path}[{index}]", diagnostics))]);
    }

    /// <inheritdoc/>
    public JsonNode ToJson(T options, bool reveals) => new JsonArray([.. get(options).Select(item => section.ToJson(item, reveals))]);
}
