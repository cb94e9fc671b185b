using Headrace.Streaming.Hls;

namespace Headrace.Server.Api.Stats;

/// <summary>What was counted of a stream's HLS.</summary>
/// <param name="LateUnits">Units that were written into MPEG-TS behind their time.</param>
/// <param name="LostFiles">Files below <c>hls.directory</c> that could not be written.</param>
internal sealed record HlsStatsResource(long LateUnits, long LostFiles)
{
    internal static HlsStatsResource Of(HlsFigures figures) => new(figures.LateUnits, figures.LostFiles);
}
