using Headrace.Manifests.Hls.Checking;
using Headrace.Media.Timing;

namespace Headrace.Server.Commands.CheckPlaylist;

/// <summary>An answer to a GET request, decompressed.</summary>
/// <param name="Url">What was asked for.</param>
/// <param name="RequestedAt">When the request left.</param>
/// <param name="At">When the answer was complete.</param>
/// <param name="Status">HTTP status; 0: no answer came.</param>
/// <param name="Body">The body; empty where it could not be read.</param>
/// <param name="Headers">What the answer said; null without one.</param>
/// <param name="Fault">Why there is no answer, or no body; null when all is well.</param>
internal sealed record HttpAnswer(
    string Url, MonotonicTime RequestedAt, MonotonicTime At, int Status, ReadOnlyMemory<byte> Body, ResponseHeaders? Headers, string? Fault)
{
    /// <summary>True for a status of success with a whole body.</summary>
    public bool IsSuccess => Status is >= 200 and < 300 && Fault is null;
}
