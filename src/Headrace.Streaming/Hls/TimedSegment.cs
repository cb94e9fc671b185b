namespace Headrace.Streaming.Hls;

/// <summary>A complete segment as manifests with times need it. Times are of presentation, in ticks of the track's clock.</summary>
/// <param name="MediaSequence">Its number in the rendition.</param>
/// <param name="Start">Where it begins: the <c>tfdt</c> of its first fragment.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Map">Its init segment.</param>
/// <param name="Epoch">
/// Segments of the same path without a discontinuity between them have the same one, in each rendition, over branches; later ones have a greater one.
/// </param>
/// <param name="StartsWithPoint">Whether decoding can begin at its first unit.</param>
internal readonly record struct TimedSegment(long MediaSequence, long Start, long End, HlsMap Map, long Epoch, bool StartsWithPoint);
