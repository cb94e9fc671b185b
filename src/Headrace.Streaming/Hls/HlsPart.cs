using Headrace.Media.Buffers;

namespace Headrace.Streaming.Hls;

/// <summary>A part: one CMAF chunk, shared by all who ask for it.</summary>
/// <param name="Number">Its number in the rendition.</param>
/// <param name="Buffer">Its bytes; the window holds the reference.</param>
/// <param name="Duration">What it lasts, to 100 ns.</param>
/// <param name="IsIndependent">Whether it begins with a random access point.</param>
public sealed record HlsPart(long Number, MediaBuffer Buffer, TimeSpan Duration, bool IsIndependent);
