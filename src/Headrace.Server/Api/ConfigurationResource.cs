using System.Text.Json.Nodes;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Schema;

namespace Headrace.Server.Api;

/// <summary>The configuration that holds.</summary>
/// <param name="File">The file that it was read from, or null.</param>
/// <param name="Keys">All keys with the values that hold; secrets hidden.</param>
/// <param name="SetKeys">The keys that somebody set.</param>
/// <param name="AwaitingRestart">What has changed since the start and takes effect at the next one.</param>
/// <param name="LastReload">How it went when the file was read again last, or null.</param>
internal sealed record ConfigurationResource(
    string? File, JsonNode Keys, IReadOnlyList<string> SetKeys, IReadOnlyList<KeyChange> AwaitingRestart, ReloadResource? LastReload)
{
    internal static ConfigurationResource Of(LiveConfiguration configuration)
    {
        LoadedConfiguration current = configuration.Current;
        return new ConfigurationResource(
            current.File, ConfigurationSchema.Root.ToJson(current.Options, reveals: false), [.. current.SetKeys.Order(StringComparer.Ordinal)], configuration.AwaitingRestart,
            configuration.LastReload is { } reload ? ReloadResource.Of(reload) : null);
    }
}
