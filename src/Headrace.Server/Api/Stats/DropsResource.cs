using Headrace.Streaming.Figures;

namespace Headrace.Server.Api.Stats;

/// <summary>Units that were not passed on, by reason.</summary>
/// <param name="Damaged">Bytes of them were missing.</param>
/// <param name="MissingReference">A picture that they refer to was not passed on.</param>
/// <param name="Leading">They lead an open random access point at which decoding began.</param>
/// <param name="Timeline">The timeline had no place for them; its causes say more.</param>
/// <param name="Pressure">Memory was short.</param>
internal sealed record DropsResource(long Damaged, long MissingReference, long Leading, long Timeline, long Pressure)
{
    internal static DropsResource Of(DropCounts counts) => new(counts.Damaged, counts.MissingReference, counts.Leading, counts.Timeline, counts.Pressure);
}
