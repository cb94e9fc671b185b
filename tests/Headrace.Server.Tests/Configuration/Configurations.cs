using System.Text;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Tests.Configuration;

/// <summary>Configurations from text, for tests.</summary>
internal static class Configurations
{
    internal const string FileName = "headrace.yml";

    internal static LoadedConfiguration Load(string yaml, params (string Name, string Value)[] environment) => Load(Encoding.UTF8.GetBytes(yaml), environment, []);

    internal static LoadedConfiguration Load(ReadOnlySpan<byte> yaml, (string Name, string Value)[] environment, IReadOnlyList<Setting> commandLine)
    {
        ConfigurationDiagnostics diagnostics = new();
        MappingNode tree = ConfigurationFile.Parse(yaml, FileName, diagnostics);
        ConfigurationSources sources = new() { Environment = environment.ToDictionary(v => v.Name, v => v.Value), CommandLine = commandLine };
        return ConfigurationLoader.Load(tree, FileName, sources, diagnostics);
    }

    internal static string[] ErrorsOf(string yaml, params (string Name, string Value)[] environment) => [.. Load(yaml, environment).Errors.Select(error => error.ToString())];
}
