using System.Text.Json.Nodes;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Configuration.Schema;

/// <summary>A key that is a section of its own.</summary>
internal sealed class SectionKey<T, TSection>(string name, Section<TSection> section, string summary, Func<T, TSection> get, Func<T, TSection, T> with) : IKey<T>
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
    public bool HasNamedEntries => false;

    /// <inheritdoc/>
    public KeyTraits Traits => KeyTraits.None;

    /// <inheritdoc/>
    public T Read(ConfigurationNode node, T options, string path, ConfigurationDiagnostics diagnostics) =>
        with(options, section.Read(node, get(options), path, diagnostics));

    /// <inheritdoc/>
    public JsonNode ToJson(T options, bool reveals) => section.ToJson(get(options), reveals);
}
