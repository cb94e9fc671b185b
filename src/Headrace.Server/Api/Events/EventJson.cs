using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Streaming.Events;

namespace Headrace.Server.Api.Events;

/// <summary>How events become JSON: what each has of its own.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StreamStarted))]
[JsonSerializable(typeof(StreamStopped))]
[JsonSerializable(typeof(StreamStateChanged))]
[JsonSerializable(typeof(InputSwitched))]
[JsonSerializable(typeof(TracksChanged))]
[JsonSerializable(typeof(DiscontinuityMet))]
[JsonSerializable(typeof(ViewerJoined))]
[JsonSerializable(typeof(ViewerLeft))]
[JsonSerializable(typeof(ViewerTooSlow))]
[JsonSerializable(typeof(PressureChanged))]
[JsonSerializable(typeof(LimitReached))]
[JsonSerializable(typeof(EventsMissed))]
internal sealed partial class EventJson : JsonSerializerContext
{
    /// <summary>Text as it is, words in camelCase.</summary>
    internal static EventJson Readable { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    });
}
