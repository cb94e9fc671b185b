using System.Text.Json.Serialization;

namespace Headrace.Server.Api;

/// <summary>How the API's resources become JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(HealthResource))]
[JsonSerializable(typeof(StreamResource))]
[JsonSerializable(typeof(ItemPage<StreamResource>))]
[JsonSerializable(typeof(SessionResource))]
[JsonSerializable(typeof(ItemPage<SessionResource>))]
[JsonSerializable(typeof(CensusResource))]
internal sealed partial class ApiJson : JsonSerializerContext;
