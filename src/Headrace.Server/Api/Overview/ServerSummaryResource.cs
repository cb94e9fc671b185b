namespace Headrace.Server.Api.Overview;

/// <summary>How the server does. Rates are those of the last ten seconds.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Time">Its clock.</param>
/// <param name="UptimeSeconds">Seconds since the start.</param>
/// <param name="Cores">Processors that it may use.</param>
/// <param name="CoresUsed">Processors busy with it.</param>
/// <param name="ResidentBytes">Memory of the process.</param>
/// <param name="MediaBytes">Bytes of media held for streams.</param>
/// <param name="MediaLimitBytes">Most bytes that they may hold.</param>
/// <param name="MemoryPressure">How short those are: <c>normal</c>, <c>low</c>, <c>medium</c>, <c>high</c> or <c>critical</c>.</param>
/// <param name="Publishers">Sessions that publish.</param>
/// <param name="Viewers">Sessions that view.</param>
/// <param name="Connections">Open connections.</param>
/// <param name="BitrateIn">Bits a second taken in.</param>
/// <param name="BitrateOut">Bits a second sent to viewers.</param>
internal sealed record ServerSummaryResource(
    string Version, DateTime Time, long UptimeSeconds, int Cores, double CoresUsed, long ResidentBytes, long MediaBytes, long MediaLimitBytes, string MemoryPressure,
    int Publishers, int Viewers, int Connections, double BitrateIn, double BitrateOut);
