using System.Collections.Frozen;

namespace Headrace.Streaming.Paths;

/// <summary>The words of a path that belong to the server's own addresses and so cannot stand at that place in a stream's name.</summary>
internal static class ReservedSegments
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> First = Words(
        "api", "health", "metrics", "openapi", "swagger", "swagger-ui", "api-docs", "ui", "debug", "streams", "client-session-control", "list", "get", "problems", "assets");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Last = Words(
        "whip", "whep", "publish", "pause", "resume", "stats", "preview", "buffer", "data", "iframe", "parameters", "sync", "sdp", "backpressure", "control", "recovery", "webrtc", "wsc-rtp", "record");

    private static readonly string[] Endings = [".flv", ".ts", ".mp4", ".m3u8", ".mpd", ".jpg"];

    internal static bool IsFirst(ReadOnlySpan<char> segment) => First.Contains(segment);

    internal static bool IsAnywhere(ReadOnlySpan<char> segment) => segment.Equals("hls", StringComparison.OrdinalIgnoreCase);

    internal static bool IsLast(ReadOnlySpan<char> segment)
    {
        if (Last.Contains(segment)) return true;
        foreach (string ending in Endings)
        {
            if (segment.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words(params string[] words) =>
        words.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
