using System.Text.Json.Nodes;

namespace Headrace.Server.Configuration.Changes;

/// <summary>A key that has another value than before.</summary>
/// <param name="Key">The key with its sections; a stream that came or went is one key.</param>
/// <param name="From">The value before, or null.</param>
/// <param name="To">The value now, or null.</param>
/// <param name="NeedsRestart">True when it takes effect at the next start.</param>
internal sealed record KeyChange(string Key, JsonNode? From, JsonNode? To, bool NeedsRestart)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key}: {Show(From)} is now {Show(To)}{(NeedsRestart ? " from the next start on" : "")}";

    private static string Show(JsonNode? node) => node is null ? "nothing" : node.ToJsonString();
}
