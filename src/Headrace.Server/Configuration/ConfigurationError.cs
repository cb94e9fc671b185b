using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Configuration;

/// <summary>One thing that is wrong with the configuration.</summary>
/// <param name="Mark">Where.</param>
/// <param name="Key">Which key, with its sections, as in <c>hls.partDuration</c>; empty when the file as a whole is meant.</param>
/// <param name="Message">What is wrong, and what would be right.</param>
internal sealed record ConfigurationError(SourceMark Mark, string Key, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Key.Length == 0 ? $"{Mark}: {Message}" : $"{Mark}: {Key}: {Message}";
}
