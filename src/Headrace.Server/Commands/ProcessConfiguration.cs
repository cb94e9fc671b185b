using System.Collections;
using Headrace.Server.Configuration;

namespace Headrace.Server.Commands;

/// <summary>Where this process's configuration comes from.</summary>
internal static class ProcessConfiguration
{
    /// <summary>The file, this process's environment, and the options of <paramref name="invocation"/>.</summary>
    internal static ConfigurationSources SourcesOf(Invocation invocation) => new()
    {
        File = invocation.ConfigurationFile,
        Directories = [Directory.GetCurrentDirectory(), AppContext.BaseDirectory],
        Environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!),
        CommandLine = invocation.Settings,
    };
}
