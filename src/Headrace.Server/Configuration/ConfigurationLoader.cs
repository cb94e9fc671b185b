using System.Collections.Frozen;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Schema;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Configuration;

/// <summary>Reads file, environment and command line into options, and finds everything that is wrong with them at once.</summary>
internal static class ConfigurationLoader
{
    /// <summary>Reads a configuration. Never throws for what stands in it.</summary>
    internal static LoadedConfiguration Load(ConfigurationSources sources)
    {
        ConfigurationDiagnostics diagnostics = new();
        string? file = sources.File ?? ConfigurationFile.Find(sources.Directories);
        MappingNode tree = file is null ? new MappingNode(new SourceMark("defaults"), []) : ConfigurationFile.Read(file, diagnostics);
        return Load(tree, file, sources, diagnostics);
    }

    /// <summary>As <see cref="Load(ConfigurationSources)"/>, with what stands in the file already read.</summary>
    internal static LoadedConfiguration Load(MappingNode tree, string? file, ConfigurationSources sources, ConfigurationDiagnostics diagnostics)
    {
        foreach (Setting setting in EnvironmentSettings.Read(sources.Environment, diagnostics).Concat(sources.CommandLine)) tree = setting.ApplyTo(tree);
        HeadraceOptions options = ConfigurationSchema.Root.Read(tree, new HeadraceOptions(), "", diagnostics);
        ConsistencyCheck.Run(options, diagnostics);
        return new LoadedConfiguration
        {
            Options = options,
            File = file,
            Errors = diagnostics.Errors,
            Warnings = diagnostics.Warnings,
            SetKeys = diagnostics.SetKeys.ToFrozenSet(StringComparer.Ordinal),
        };
    }
}
