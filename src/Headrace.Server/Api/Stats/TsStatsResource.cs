using Headrace.Streaming.Ts;

namespace Headrace.Server.Api.Stats;

/// <summary>What was counted of a stream's live transport stream.</summary>
/// <param name="LateUnits">Units that were written behind their time.</param>
/// <param name="RefusedUnits">Units of its tracks that it had no place for.</param>
internal sealed record TsStatsResource(long LateUnits, long RefusedUnits)
{
    internal static TsStatsResource Of(TsFigures figures) => new(figures.LateUnits, figures.RefusedUnits);
}
