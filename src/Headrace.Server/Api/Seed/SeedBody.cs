using System.Diagnostics.CodeAnalysis;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Api.Seed;

/// <summary>A new stream as the addresses without <c>/api/v1</c> are sent it: <c>source_id</c>, <c>rtsp_url</c> or <c>rtsp_inputs</c>, <c>username</c>, <c>password</c>, <c>restart_interval_secs</c>.</summary>
internal static class SeedBody
{
    /// <summary>Reads it into a stream of ours.</summary>
    internal static bool TryRead(MappingNode body, [NotNullWhen(true)] out NewStream? stream, [NotNullWhen(false)] out ApiProblem? problem)
    {
        stream = null;
        if (body["should_record"] is ScalarNode { Text: "true" })
        {
            problem = Problems.InvalidRequest("This server does not record: should_record must be false.");
            return false;
        }

        MappingNode settings = body.Without("should_record").Without("rtsp_inputs").Without("rtsp_url").Without("source_id").Without("restart_interval_secs");
        if (body["rtsp_url"] is ScalarNode url) settings = settings.With(["source"], url);
        if (body["rtsp_inputs"] is { } inputs) settings = settings.With(["inputs"], inputs);
        if (body["restart_interval_secs"] is ScalarNode seconds) settings = settings.With(["restartIntervalSecs"], seconds);
        if (body["source_id"] is ScalarNode id) settings = settings.With(["sourceId"], id);
        return NewStream.TryRead(settings, out stream, out problem);
    }
}
