using Headrace.Media.Buffers;
using Headrace.Media.Timing;

namespace Headrace.Streaming.Hls;

/// <summary>A part: one CMAF chunk, or a piece of an MPEG-TS segment that has no name of its own. Shared by all who ask for it.</summary>
/// <param name="Number">Its number in the rendition.</param>
/// <param name="Buffer">Its bytes; the window holds the reference.</param>
/// <param name="Duration">What it lasts, to 100 ns; 0 for a piece without name.</param>
/// <param name="IsIndependent">Whether it begins with a random access point.</param>
/// <param name="Arrival">When the last byte of its last unit arrived.</param>
public sealed record HlsPart(long Number, MediaBuffer Buffer, TimeSpan Duration, bool IsIndependent, MonotonicTime Arrival);
