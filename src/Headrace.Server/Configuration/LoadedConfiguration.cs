using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Configuration;

/// <summary>What came of reading a configuration: an immutable snapshot.</summary>
internal sealed record LoadedConfiguration
{
    /// <summary>The options; where there are errors, what they concern has its default.</summary>
    public required HeadraceOptions Options { get; init; }

    /// <summary>The file that was read, or null.</summary>
    public required string? File { get; init; }

    /// <summary>What stood in the file.</summary>
    public required MappingNode FileTree { get; init; }

    /// <summary>What it was read from, to be read again.</summary>
    public required ConfigurationSources Sources { get; init; }

    /// <summary>What was changed through the API.</summary>
    public required ApiChanges Changes { get; init; }

    /// <summary>Everything that is wrong; a server does not start with any.</summary>
    public required IReadOnlyList<ConfigurationError> Errors { get; init; }

    /// <summary>What is suspicious, but not wrong.</summary>
    public required IReadOnlyList<ConfigurationError> Warnings { get; init; }

    /// <summary>The keys that somebody set, with their sections, as in <c>rtsp.listen</c>.</summary>
    public required IReadOnlySet<string> SetKeys { get; init; }

    /// <summary>The keys that the environment or the command line sets, with who does: nothing else changes them.</summary>
    public required ILookup<string, string> FixedKeys { get; init; }

    /// <summary>True when nothing is wrong.</summary>
    public bool IsValid => Errors.Count == 0;
}
