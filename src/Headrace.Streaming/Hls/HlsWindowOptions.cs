using Headrace.Streaming.Hls.Files;
using Headrace.Streaming.Pressure;

namespace Headrace.Streaming.Hls;

/// <summary>How a rendition's window is kept.</summary>
/// <param name="IsLowLatency">Whether parts are listed.</param>
/// <param name="SegmentCount">Segments in the playlist.</param>
/// <param name="ExpectedTargetDuration">TARGETDURATION while it is not announced yet, in seconds.</param>
/// <param name="SegmentExtension">What the names of segments end with.</param>
/// <param name="Pressure">How short memory is, and so how much is kept.</param>
/// <param name="Files">Takes what is kept as files too; null where nothing is.</param>
internal sealed record HlsWindowOptions(bool IsLowLatency, int SegmentCount, int ExpectedTargetDuration, string SegmentExtension, StreamPressure Pressure, HlsFiles? Files);
