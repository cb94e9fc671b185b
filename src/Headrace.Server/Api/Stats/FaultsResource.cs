using Headrace.Media.Codecs;

namespace Headrace.Server.Api.Stats;

/// <summary>What could not be made a unit of, by why.</summary>
/// <param name="Malformed">Packets, and pieces of units, that could not be understood.</param>
/// <param name="TooLarge">Units of too many bytes.</param>
/// <param name="TooManyNalUnits">Units of too many NAL units.</param>
/// <param name="TimedOut">Units whose end did not come within <c>buffers.frameTimeout</c>.</param>
internal sealed record FaultsResource(long Malformed, long TooLarge, long TooManyNalUnits, long TimedOut)
{
    internal static FaultsResource Of(UnitFaults faults) => new(faults.Malformed, faults.TooLarge, faults.TooManyNalUnits, faults.TimedOut);
}
