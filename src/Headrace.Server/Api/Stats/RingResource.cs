using Headrace.Streaming.Figures;

namespace Headrace.Server.Api.Stats;

/// <summary>What is held of a stream for viewers that join.</summary>
/// <param name="Units">Pictures and audio frames.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="DurationMs">How long they took to come.</param>
internal sealed record RingResource(long Units, long Bytes, double DurationMs)
{
    internal static RingResource Of(RingFigures ring) => new(ring.Units, ring.Bytes, Math.Round(ring.Duration.TotalMilliseconds, 3));
}
