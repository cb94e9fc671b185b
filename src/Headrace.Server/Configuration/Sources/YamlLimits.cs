namespace Headrace.Server.Configuration.Sources;

/// <summary>Bounds of a configuration file: a greater one is refused with an error, whatever it would mean.</summary>
internal static class YamlLimits
{
    /// <summary>Most bytes of a file.</summary>
    internal const int MaxFileBytes = 1024 * 1024;

    /// <summary>Deepest nesting.</summary>
    internal const int MaxDepth = 16;

    /// <summary>Most values and keys, each alias counted with all that it repeats.</summary>
    internal const int MaxNodes = 100_000;
}
