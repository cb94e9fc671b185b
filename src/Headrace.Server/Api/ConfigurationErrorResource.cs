using Headrace.Server.Configuration;

namespace Headrace.Server.Api;

/// <summary>Something that is wrong with a configuration.</summary>
/// <param name="Where">File, line and column, or who else set it.</param>
/// <param name="Key">The key with its sections; empty when the whole is meant.</param>
/// <param name="Message">What is wrong, and what would be right.</param>
internal sealed record ConfigurationErrorResource(string Where, string Key, string Message)
{
    internal static ConfigurationErrorResource Of(ConfigurationError error) => new(error.Mark.ToString(), error.Key, error.Message);
}
