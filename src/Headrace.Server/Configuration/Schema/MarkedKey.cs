using System.Text.Json.Nodes;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Configuration.Schema;

/// <summary>A key with traits.</summary>
internal sealed class MarkedKey<T>(IKey<T> key, KeyTraits traits) : IKey<T>
{
    /// <inheritdoc/>
    public string Name => key.Name;

    /// <inheritdoc/>
    public string Summary => key.Summary;

    /// <inheritdoc/>
    public string Allowed => key.Allowed;

    /// <inheritdoc/>
    public string Default => key.Default;

    /// <inheritdoc/>
    public IReadOnlyList<IKey> Children => key.Children;

    /// <inheritdoc/>
    public IReadOnlyList<IKey> ItemKeys => key.ItemKeys;

    /// <inheritdoc/>
    public bool HasNamedEntries => key.HasNamedEntries;

    /// <inheritdoc/>
    public KeyTraits Traits => key.Traits | traits;

    /// <inheritdoc/>
    public T Read(ConfigurationNode node, T options, string path, ConfigurationDiagnostics diagnostics) => key.Read(node, options, path, diagnostics);

    /// <inheritdoc/>
    public JsonNode? ToJson(T options, bool reveals) => key.ToJson(options, reveals);
}
