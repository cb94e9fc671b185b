using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.Reading;

/// <summary>A track of FLV or RTMP, as it is announced.</summary>
/// <param name="Number">Its number among the tracks of its kind; 0 where there is one.</param>
/// <param name="Codec">The codec.</param>
/// <param name="Format">Its format, or null when only the media will tell.</param>
/// <param name="ParameterSets">Parameter sets of its sequence header.</param>
public sealed record FlvTrack(int Number, Codec Codec, TrackFormat? Format, ParameterSets ParameterSets)
{
    /// <summary>Video or audio.</summary>
    public MediaKind Kind => Codec.Kind;
}
