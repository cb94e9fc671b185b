using System.Text.Json.Nodes;
using Headrace.Server.Configuration.Schema;

namespace Headrace.Server.Api.OpenApi;

/// <summary>JSON Schema of configuration keys, from their one description.</summary>
internal static class SettingsSchema
{
    /// <summary>The schema of a section.</summary>
    internal static JsonObject Of(IEnumerable<IKey> keys) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(keys.Select(key => KeyValuePair.Create(key.Name, (JsonNode?)OfKey(key)))),
    };

    private static JsonObject OfKey(IKey key)
    {
        JsonObject schema = key.Children.Count > 0 && !key.HasNamedEntries ? Of(key.Children) : [];
        if (key.HasNamedEntries) schema["type"] = "object";
        schema["description"] = key.Allowed.Length == 0 ? key.Summary : $"{key.Summary} Allowed: {key.Allowed}.";
        if (key.Default.Length > 0) schema["default"] = key.Default;
        return schema;
    }
}
