using Headrace.Media.Codecs;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>A unit that waits for its time.</summary>
/// <param name="Set">The tracks that it belongs to.</param>
/// <param name="Track">Index of its track among those of its rendition.</param>
/// <param name="Presentation">Presentation time in ticks of its track, on the line that all renditions share.</param>
/// <param name="Decode">Decode time, likewise.</param>
/// <param name="Line">Decode time in nanoseconds.</param>
/// <param name="Unit">The unit; one reference.</param>
internal readonly record struct PacedUnit(TrackSet Set, int Track, long Presentation, long Decode, long Line, AssembledUnit Unit);
