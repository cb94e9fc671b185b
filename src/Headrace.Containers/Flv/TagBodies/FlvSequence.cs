using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>What a sequence header says.</summary>
/// <param name="Format">The format, or null when only the media will tell.</param>
/// <param name="ParameterSets">Parameter sets; empty where the codec has none, or has them in-band.</param>
/// <param name="LengthSize">Bytes of the length before each NAL unit; of meaning for codecs made of them.</param>
public sealed record FlvSequence(TrackFormat? Format, ParameterSets ParameterSets, int LengthSize = 4);
