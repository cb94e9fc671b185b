using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Sources;
using Headrace.Streaming.Paths;

namespace Headrace.Server.Configuration.Schema;

/// <summary>The key whose entries are streams: each begins with what holds for all streams, so it is read after that.</summary>
internal sealed class StreamsKey(Section<StreamSettings> section) : IKey<HeadraceOptions>
{
    /// <inheritdoc/>
    public string Name => "streams";

    /// <inheritdoc/>
    public string Summary => "The streams that have settings of their own, by name.";

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
    public HeadraceOptions Read(ConfigurationNode node, HeadraceOptions options, string path, ConfigurationDiagnostics diagnostics)
    {
        if (node is ScalarNode { Style: ScalarStyle.Plain, Text: "" }) return options;
        if (node is not MappingNode mapping)
        {
            diagnostics.Fail(node.Mark, path, "streams are expected here, each a name with its settings");
            return options;
        }

        ImmutableDictionary<StreamName, StreamSettings>.Builder streams = ImmutableDictionary.CreateBuilder<StreamName, StreamSettings>();
        List<StreamTemplate> templates = [];
        foreach (MappingEntry entry in mapping.Entries)
        {
            if (entry.Key.StartsWith(StreamTemplate.Mark)) ReadTemplate(entry, options, path, diagnostics, templates);
            else if (StreamName.TryParse(entry.Key, out StreamName? name, out string? fault))
                streams[name] = section.Read(entry.Value, options.Defaults, KeyPath.Join(path, entry.Key), diagnostics);
            else
                diagnostics.Fail(entry.Mark, path, $"{ConfigurationDiagnostics.Show(entry.Key)} cannot be a stream: {fault}");
        }

        return options with { Streams = streams.ToImmutable(), Templates = new StreamTemplates([.. templates]) };
    }

    /// <inheritdoc/>
    public JsonNode ToJson(HeadraceOptions options, bool reveals) => new JsonObject(
    [
        .. options.Streams.OrderBy(stream => stream.Key.Value, StringComparer.Ordinal).Select(stream => KeyValuePair.Create(stream.Key.Value, (JsonNode?)section.ToJson(stream.Value, reveals))),
        .. options.Templates.All.Select(template => KeyValuePair.Create(template.Key, JsonNode.Parse(StreamTemplate.Shown(section.ToJson(template.Sample, reveals).ToJsonString())))),
    ]);

    private void ReadTemplate(MappingEntry entry, HeadraceOptions options, string path, ConfigurationDiagnostics diagnostics, List<StreamTemplate> templates)
    {
        // What is wrong with it is told once; the settings of a stream are read later, and quietly.
        ConfigurationDiagnostics current = diagnostics;
        bool isThere = StreamTemplate.TryCreate(
            entry.Key, entry.Value, node => section.Read(node, options.Defaults, KeyPath.Join(path, entry.Key), current), out StreamTemplate? template, out string? fault);
        current = new ConfigurationDiagnostics();
        if (isThere) templates.Add(template!);
        else diagnostics.Fail(entry.Mark, path, $"{ConfigurationDiagnostics.Show(entry.Key)} is for no stream: {fault}");
    }
}
