using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Configuration;

/// <summary>What a configuration is read from; what stands later here wins.</summary>
internal sealed record ConfigurationSources
{
    /// <summary>The file that the user named; null: the one in <see cref="Directories"/>, if there is one.</summary>
    public string? File { get; init; }

    /// <summary>Where a file is looked for when none is named.</summary>
    public IReadOnlyList<string> Directories { get; init; } = [];

    /// <summary>The environment's variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings of the command line.</summary>
    public IReadOnlyList<Setting> CommandLine { get; init; } = [];
}
