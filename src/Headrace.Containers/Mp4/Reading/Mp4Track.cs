using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.Reading;

/// <summary>A track that is read.</summary>
/// <param name="TrackId">Its identifier in the file.</param>
/// <param name="Timescale">Ticks a second of its timestamps.</param>
/// <param name="Codec">Its codec.</param>
/// <param name="Format">Its format; null where only the media says it.</param>
/// <param name="ParameterSets">The parameter sets that its sample entry has.</param>
public sealed record Mp4Track(uint TrackId, int Timescale, Codec Codec, TrackFormat? Format, ParameterSets ParameterSets);
