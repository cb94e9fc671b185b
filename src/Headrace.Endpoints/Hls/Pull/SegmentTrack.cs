using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>A track of the segments of one rendition.</summary>
/// <param name="Codec">Its codec.</param>
/// <param name="Format">Its format; null where only the media says it.</param>
/// <param name="ParameterSets">What the initialization section has of parameter sets.</param>
/// <param name="Rate">Ticks a second of its timestamps.</param>
/// <param name="Bits">Bits after which they wrap: 33, or 64 for never.</param>
internal sealed record SegmentTrack(Codec Codec, TrackFormat? Format, ParameterSets ParameterSets, int Rate, int Bits);
