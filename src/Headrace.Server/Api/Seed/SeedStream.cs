using System.Text.Json.Nodes;
using Headrace.Server.Configuration.Options;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Api.Seed;

/// <summary>A stream as the addresses without <c>/api/v1</c> show it.</summary>
/// <param name="SourceId">Its name: a number where it is one, else a text.</param>
/// <param name="RtspUrl">What is pulled, without credentials, or null.</param>
/// <param name="ShouldRecord">True when it is recorded.</param>
/// <param name="RestartIntervalSecs">Longest wait between two tries to pull it.</param>
/// <param name="State"><c>Stopped</c>, <c>Starting</c>, <c>Running</c> or <c>Error</c>.</param>
/// <param name="RecordingStartTime">Since when it is recorded, or null.</param>
internal sealed record SeedStream(JsonValue SourceId, string? RtspUrl, bool ShouldRecord, int RestartIntervalSecs, string State, DateTime? RecordingStartTime)
{
    internal static SeedStream Of(LiveStream stream, StreamSettings settings)
    {
        bool isNumber = ulong.TryParse(stream.Name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out ulong number);
        return new SeedStream(
            isNumber && stream.Name == number.ToString(System.Globalization.CultureInfo.InvariantCulture) ? JsonValue.Create(number) : JsonValue.Create(stream.Name),
            settings.AllInputs.FirstOrDefault(input => input.Source.Kind == StreamSourceKind.Rtsp)?.Source.ToString(), ShouldRecord: false, settings.Pull.RestartIntervalSeconds, StateOf(stream.Snapshot().State), null);
    }

    private static string StateOf(StreamState state) => state switch
    {
        StreamState.Connecting => "Starting",
        StreamState.Active => "Running",
        StreamState.Error => "Error",
        _ => "Stopped",
    };
}
