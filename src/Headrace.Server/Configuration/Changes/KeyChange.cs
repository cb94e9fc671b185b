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
    public override string ToString() => (From, To) switch
    {
        (null, _) => $"{Key} is new{When}",
        (_, null) => $"{Key} is removed{When}",
        _ => $"{Key}: {From.ToJsonString()} is now {To.ToJsonString()}{When}",
    };

    private string When => NeedsRestart ? " from the next start on" : "";
}
