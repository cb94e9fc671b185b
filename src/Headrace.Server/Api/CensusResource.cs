namespace Headrace.Server.Api;

/// <summary>What is alive in the server. After the last peer has gone, everything but the configured streams is zero.</summary>
/// <param name="Streams">Streams.</param>
/// <param name="ActiveStreams">Streams that somebody publishes.</param>
/// <param name="Sessions">Sessions of all protocols.</param>
/// <param name="Publishers">Those that publish.</param>
/// <param name="Viewers">Those that view.</param>
/// <param name="Connections">Open connections, HTTP's too: the one that asks is one of them.</param>
/// <param name="RefusedConnections">Connections refused since the start.</param>
/// <param name="Branches">Forms in which streams are made ready.</param>
/// <param name="Children">Processes of ours that run.</param>
/// <param name="Buffers">Buffers of media in use.</param>
/// <param name="BufferBytes">Their bytes.</param>
/// <param name="RetainedBytes">Bytes of free buffers kept for the next ones.</param>
/// <param name="MemoryBytes">Bytes charged to streams.</param>
/// <param name="OwnerBytes">The same by what they are held for.</param>
/// <param name="UnownedBytes">Bytes of buffers in use that are charged to nobody.</param>
/// <param name="MemoryLimitBytes">Most bytes that streams may hold.</param>
/// <param name="MemoryPressure">How short those are: <c>normal</c>, <c>low</c>, <c>medium</c>, <c>high</c> or <c>critical</c>.</param>
/// <param name="LimitsReached">How often limits were reached since the start, by their keys; those that never were are left out.</param>
internal sealed record CensusResource(
    int Streams, int ActiveStreams, int Sessions, int Publishers, int Viewers, int Connections, long RefusedConnections, int Branches, int Children,
    long Buffers, long BufferBytes, long RetainedBytes, long MemoryBytes, IReadOnlyDictionary<string, long> OwnerBytes, long UnownedBytes, long MemoryLimitBytes, string MemoryPressure,
    IReadOnlyDictionary<string, long> LimitsReached);
