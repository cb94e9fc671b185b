using Headrace.Streaming.Figures;

namespace Headrace.Server.Api.Stats;

/// <summary>How long media takes to viewers of a protocol.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Latency">From the arrival of the last byte of what is sent to its send, for each viewer, over the last ten seconds; what is sent to catch up is not in it.</param>
/// <param name="FirstFrame">From the request to play to the first media, for each viewer since the stream began.</param>
internal sealed record DelayResource(string Protocol, DurationResource Latency, DurationResource FirstFrame)
{
    internal static DelayResource Of(DelayCounts lately, DelayCounts all) => new(all.Protocol, DurationResource.Of(lately.Latency), DurationResource.Of(all.FirstFrame));
}
