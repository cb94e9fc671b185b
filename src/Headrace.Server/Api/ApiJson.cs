using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Server.Api.Backpressure;
using Headrace.Server.Api.Continuity;
using Headrace.Server.Api.Held;
using Headrace.Server.Api.Overview;
using Headrace.Server.Api.Stats;
using Headrace.Server.Api.Sync;

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
[JsonSerializable(typeof(StreamStatsResource))]
[JsonSerializable(typeof(ItemPage<StreamStatsResource>))]
[JsonSerializable(typeof(StatsResource))]
[JsonSerializable(typeof(OverviewResource))]
[JsonSerializable(typeof(BufferResource))]
[JsonSerializable(typeof(ItemPage<ParametersResource>))]
[JsonSerializable(typeof(ConfigurationResource))]
[JsonSerializable(typeof(ReloadResource))]
[JsonSerializable(typeof(SyncAdjustment))]
[JsonSerializable(typeof(SyncResource))]
[JsonSerializable(typeof(BackpressureControl))]
[JsonSerializable(typeof(BackpressureResource))]
[JsonSerializable(typeof(RecoveryResource))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Text as it is: the answers are JSON, never part of a page.</summary>
    internal static ApiJson Readable { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.CamelCase });
}
