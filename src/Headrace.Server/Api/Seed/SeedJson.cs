using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headrace.Server.Api.Seed;

/// <summary>JSON in snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SeedStream))]
[JsonSerializable(typeof(SeedStreamList))]
[JsonSerializable(typeof(SeedError))]
internal sealed partial class SeedJson : JsonSerializerContext
{
    /// <summary>Text as it is: the answers are JSON, never part of a page.</summary>
    internal static SeedJson Readable { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower });
}
