using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>What a sample entry says in our terms.</summary>
/// <param name="Format">The format.</param>
/// <param name="ParameterSets">The parameter sets in it; none where the codec has none or they lie in the samples.</param>
public readonly record struct SampleDescription(TrackFormat Format, ParameterSets ParameterSets);
