using System.Collections.Frozen;
using System.Collections.Immutable;
using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Schema;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Configuration;

/// <summary>Reads file, environment and command line into options, and finds everything that is wrong with them at once.</summary>
internal static class ConfigurationLoader
{
    /// <summary>Reads a configuration. Never throws for what stands in it.</summary>
    /// <param name="sources">Where from.</param>
    /// <param name="changes">What was changed through the API; null: nothing.</param>
    internal static LoadedConfiguration Load(ConfigurationSources sources, ApiChanges? changes = null)
    {
        ConfigurationDiagnostics diagnostics = new();
        string? file = sources.File ?? ConfigurationFile.Find(sources.Directories);
        MappingNode tree = file is null ? new MappingNode(new SourceMark("defaults"), []) : ConfigurationFile.Read(file, diagnostics);
        return Load(tree, file, sources, diagnostics, changes);
    }

    /// <summary>As <see cref="Load(ConfigurationSources, ApiChanges?)"/>, with what stands in the file already read.</summary>
    internal static LoadedConfiguration Load(MappingNode fileTree, string? file, ConfigurationSources sources, ConfigurationDiagnostics diagnostics, ApiChanges? changes = null)
    {
        changes ??= ApiChanges.None;
        MappingNode tree = changes.ApplyTo(fileTree);
        Setting[] settings = [.. EnvironmentSettings.Read(sources.Environment, diagnostics), .. sources.CommandLine];
        foreach (Setting setting in settings) tree = setting.ApplyTo(tree);
        HeadraceOptions options = ConfigurationSchema.Root.Read(tree, new HeadraceOptions(), "", diagnostics);
        options = options with
        {
            Streams = options.Streams.ToImmutableDictionary(stream => stream.Key, stream => stream.Value with
            {
                Reach = changes.ReachOf(stream.Key), Forward = stream.Value.Forward with { Reach = changes.ForwardReachOf(stream.Key) },
            }),
            Templates = new StreamTemplates([.. options.Templates.All.Select(template => template.FinishedBy(settings => settings with { Forward = settings.Forward with { Reach = changes.ForwardReachOf(null) } }))]),
            Defaults = options.Defaults with { Forward = options.Defaults.Forward with { Reach = changes.ForwardReachOf(null) } },
        };
        ConsistencyCheck.Run(options, diagnostics);
        return new LoadedConfiguration
        {
            Options = options,
            File = file,
            FileTree = fileTree,
            Sources = sources,
            Changes = changes,
            Errors = diagnostics.Errors,
            Warnings = diagnostics.Warnings,
            SetKeys = diagnostics.SetKeys.ToFrozenSet(StringComparer.Ordinal),
            FixedKeys = settings.ToLookup(setting => string.Join('.', setting.Path), setting => setting.Origin),
        };
    }
}
