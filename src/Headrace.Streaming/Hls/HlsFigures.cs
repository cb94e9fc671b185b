namespace Headrace.Streaming.Hls;

/// <summary>What was counted of a stream's HLS, over all branches that it had.</summary>
/// <param name="LateUnits">Units that were written into MPEG-TS behind their time: they came later than the picture by more than a player holds back.</param>
/// <param name="LostFiles">Files below <c>hls.directory</c> that could not be written.</param>
public readonly record struct HlsFigures(long LateUnits, long LostFiles);
