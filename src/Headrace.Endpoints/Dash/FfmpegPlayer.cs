using Microsoft.AspNetCore.Http;

namespace Headrace.Endpoints.Dash;

/// <summary>
/// Tells players that read DASH by libavformat (ffmpeg, mpv), which has faults of its own (seen in 5.1 and 8.1): of regular segments it subtracts <c>presentationTimeOffset</c> from the age of
/// the presentation, and asks for segments that never were once a stream is older than its presentation; and it does not follow <c>Location</c>, so that each of its requests looks like a viewer's first.
/// </summary>
internal static class FfmpegPlayer
{
    private static readonly string[] Products = ["Lavf/", "libmpv"];

    public static bool Is(HttpRequest request)
    {
        foreach (string? agent in request.Headers.UserAgent)
        {
            if (agent is not null && Products.Any(product => agent.Contains(product, StringComparison.Ordinal))) return true;
        }

        return false;
    }
}
