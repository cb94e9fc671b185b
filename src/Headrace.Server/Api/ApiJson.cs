using System.Text.Json.Serialization;

namespace Headrace.Server.Api;

/// <summary>How the API's resources become JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(HealthResource))]
internal sealed partial class ApiJson : JsonSerializerContext;
