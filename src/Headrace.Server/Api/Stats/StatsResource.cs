namespace Headrace.Server.Api.Stats;

/// <summary>How the server as a whole does.</summary>
/// <param name="UptimeSeconds">Seconds since the start.</param>
/// <param name="CpuSeconds">Processor time used since the start, all threads together.</param>
/// <param name="ResidentBytes">Memory of the process.</param>
/// <param name="ManagedBytes">Managed part of it.</param>
/// <param name="MediaBytes">Bytes of media held for streams.</param>
/// <param name="Streams">Streams.</param>
/// <param name="ActiveStreams">Streams that somebody publishes.</param>
/// <param name="Connections">Open connections.</param>
/// <param name="BitrateIn">Bits a second taken in over the last ten seconds.</param>
/// <param name="BitrateOut">Bits a second sent to viewers over the last ten seconds.</param>
/// <param name="BytesIn">Bytes of media taken in by the streams that there are.</param>
/// <param name="BytesOut">Bytes that those sent to viewers.</param>
/// <param name="Sessions">Sessions by protocol.</param>
/// <param name="Codecs">Tracks of the streams by codec.</param>
/// <param name="Process">How the process does.</param>
internal sealed record StatsResource(
    long UptimeSeconds, double CpuSeconds, long ResidentBytes, long ManagedBytes, long MediaBytes, int Streams, int ActiveStreams, int Connections,
    double BitrateIn, double BitrateOut, long BytesIn, long BytesOut, IReadOnlyDictionary<string, int> Sessions, IReadOnlyDictionary<string, int> Codecs, ProcessResource Process);
