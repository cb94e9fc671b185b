using Headrace.Media.Rings;
using Headrace.Media.Tracks;

namespace Headrace.Streaming.Figures;

/// <summary>What a stream's ring holds.</summary>
/// <param name="Units">Pictures and audio frames.</param>
/// <param name="Bytes">Their bytes, as they are charged.</param>
/// <param name="Duration">From the arrival of the oldest to that of the newest.</param>
/// <param name="Gops">Groups of pictures.</param>
public sealed record RingFigures(long Units, long Bytes, TimeSpan Duration, int Gops)
{
    internal static RingFigures Of(BroadcastRing<AccessUnit> ring) => new(ring.Head - ring.Tail, ring.Bytes, ring.Span, ring.JoinPoints);
}
