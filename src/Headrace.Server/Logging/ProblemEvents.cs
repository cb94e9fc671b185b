using System.Collections.Frozen;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Logging;

/// <summary>Which events in the log are problems that have a name and a page (docs/problems): the same names as in the API's answers.</summary>
internal static class ProblemEvents
{
    private const int BranchFailed = 2004;
    private const int SourceFailed = 2201;
    private const int PublishRefused = 3012;
    private const int RawRtpRefused = 3305;

    private static readonly FrozenDictionary<int, string> ById = new Dictionary<int, string>
    {
        [2011] = "segmentation-error", // segments cannot be written
        [2101] = "access-denied",
        [2303] = "memory-pressure",
        [2401] = "limit-reached",
        [3407] = "internal-error",
        [3009] = "stream-not-found",
        [3011] = "sdp-parse-error",
        [3015] = "rtp-packet-error", // bytes between frames
        [3016] = "rtp-packet-error", // frames on channels that were not set up
        [3025] = "media-parse-error",
        [3902] = "codec-not-carried", // of FLV and RTMP, what is left out
        [3903] = "media-parse-error",
        [3904] = "media-parse-error",
        [3810] = "internal-error",
        [3105] = "hls-server-error",
        [3602] = "codec-not-carried", // of a transport stream, what is left out
        [3603] = "media-parse-error",
        [3604] = "media-parse-error",
        [3304] = "access-denied",
        [3306] = "codec-not-carried",
        [3308] = "rtp-packet-error",
        [3309] = "sdp-parse-error",
        [3311] = "media-parse-error",
        [3310] = "internal-error",
        [4005] = "internal-error",
        [4103] = "invalid-configuration",
    }.ToFrozenDictionary();

    /// <summary>The name of the problem, or null for an event that is none.</summary>
    /// <param name="id">The event.</param>
    /// <param name="fields">The values in its message.</param>
    internal static string? Of(EventId id, IReadOnlyList<KeyValuePair<string, object?>> fields) => id.Id switch
    {
        BranchFailed => Text(fields, "Branch") switch
        {
            "cmaf" => "segmentation-error",
            "hls-ts" => "ts-encoding-error",
            _ => "internal-error",
        },
        SourceFailed => Text(fields, "Source").StartsWith("rtsp", StringComparison.OrdinalIgnoreCase) ? "rtsp-connection-failed" : null,
        PublishRefused or RawRtpRefused => fields.FirstOrDefault(field => field.Key == "Refusal").Value switch
        {
            PublishRefusal.TooManyStreams or PublishRefusal.TooManyTracks => "limit-reached",
            PublishRefusal.MemoryPressure => "memory-pressure",
            PublishRefusal.NoUsableTracks => "codec-not-carried",
            _ => null,
        },
        int other => ById.GetValueOrDefault(other),
    };

    /// <summary>How often it was met: a line may stand for several.</summary>
    /// <param name="fields">The values in its message.</param>
    internal static long OccurrencesOf(IReadOnlyList<KeyValuePair<string, object?>> fields) => fields.FirstOrDefault(field => field.Key == "Occurrences").Value is long count ? count : 1;

    private static string Text(IReadOnlyList<KeyValuePair<string, object?>> fields, string name) => fields.FirstOrDefault(field => field.Key == name).Value?.ToString() ?? "";
}
