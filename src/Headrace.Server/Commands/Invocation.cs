using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Commands;

/// <summary>A command as it was called, and where it writes.</summary>
internal sealed record Invocation
{
    /// <summary>The command.</summary>
    public required Command Command { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Its own options that were given, by name.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>The configuration file that was named, or null.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>Keys of the configuration that were set.</summary>
    public IReadOnlyList<Setting> Settings { get; init; } = [];

    /// <summary>Results.</summary>
    public TextWriter Output { get; init; } = Console.Out;

    /// <summary>Everything else.</summary>
    public TextWriter Errors { get; init; } = Console.Error;
}
