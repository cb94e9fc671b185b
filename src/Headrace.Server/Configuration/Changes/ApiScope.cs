using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Schema;
using Headrace.Server.Configuration.Sources;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Configuration.Changes;

/// <summary>Keeps the API from what only those may set who may write the file.</summary>
internal static class ApiScope
{
    /// <summary>Tells of each key in <paramref name="set"/> that the API may not set.</summary>
    internal static void Check(MappingNode set, ConfigurationDiagnostics diagnostics) => Check(set, ConfigurationSchema.Root.Keys, "", diagnostics);

    private static void Check(MappingNode set, IReadOnlyList<IKey> keys, string path, ConfigurationDiagnostics diagnostics)
    {
        foreach (MappingEntry entry in set.Entries)
        {
            if (keys.FirstOrDefault(key => key.Name == entry.Key) is not { } key) continue;
            string name = KeyPath.Join(path, key.Name);
            if (key.Traits.HasFlag(KeyTraits.NotByApi)) diagnostics.Fail(entry.Mark, name, "the API cannot change this; set it in the file, the environment or on the command line");
            else if (SourcesIn(entry.Value, key.Name).Select(KindOf).FirstOrDefault(IsForTheFile) is { } kind)
                diagnostics.Fail(entry.Mark, name, $"the API cannot make a source of {(kind == StreamSourceKind.File ? "file" : "ffmpeg")}:; set it in the file, the environment or on the command line");
            else if (key.Name == ApiChanges.Slate && entry.Value is ScalarNode { Text: not (StreamOptions.BuiltinSlate or StreamOptions.NoSlate) })
                diagnostics.Fail(entry.Mark, name, "the API cannot name files; set it in the file, the environment or on the command line");
            else if (entry.Value is not MappingNode section) continue;
            else if (!key.HasNamedEntries) Check(section, key.Children, name, diagnostics);
            else CheckEntries(section, key, name, diagnostics);
        }
    }

    private static IEnumerable<ConfigurationNode?> SourcesIn(ConfigurationNode value, string key) => key switch
    {
        ApiChanges.Source => [value],
        ApiChanges.Inputs when value is SequenceNode inputs => inputs.Items.OfType<MappingNode>().Select(input => input[InputSettings.Url]),
        _ => [],
    };

    private static StreamSourceKind? KindOf(ConfigurationNode? node) => node is ScalarNode { Text: var text } && StreamSource.TryParse(text, out StreamSource? source) ? source.Kind : null;

    // They run programs, and read files, of this machine.
    private static bool IsForTheFile(StreamSourceKind? kind) => kind is StreamSourceKind.Ffmpeg or StreamSourceKind.File;

    private static void CheckEntries(MappingNode entries, IKey key, string path, ConfigurationDiagnostics diagnostics)
    {
        foreach (MappingEntry entry in entries.Entries)
        {
            if (entry.Value is MappingNode section) Check(section, key.Children, KeyPath.Join(path, entry.Key), diagnostics);
        }
    }
}
