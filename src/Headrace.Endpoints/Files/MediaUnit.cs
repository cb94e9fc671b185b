using Headrace.Media.Codecs;

namespace Headrace.Endpoints.Files;

/// <summary>A unit of a file, with times that do not wrap.</summary>
/// <param name="Track">Index among the tracks that were announced.</param>
/// <param name="Presentation">Presentation time in ticks of the track.</param>
/// <param name="Decode">Decode time in ticks of the track.</param>
/// <param name="Duration">How long it lasts, in ticks of the track; 0 where the file does not say.</param>
/// <param name="Unit">The unit; whoever holds this value owns its payload's reference.</param>
internal readonly record struct MediaUnit(int Track, long Presentation, long Decode, long Duration, AssembledUnit Unit);
