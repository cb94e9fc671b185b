using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>A track of the program that a demuxer reads.</summary>
/// <param name="Stream">Its entry in the program's map table.</param>
/// <param name="Codec">Its codec.</param>
/// <param name="Format">Its format where the table says it; null where the media does.</param>
public sealed record TsTrack(TsProgramStream Stream, Codec Codec, TrackFormat? Format);
