namespace Headrace.Containers.Mp4.Reading;

/// <summary>Timestamps of a unit in ticks of its track's timescale, edit list applied: negative for what comes before the movie's beginning.</summary>
/// <param name="Presentation">Presentation time.</param>
/// <param name="Decode">Decode time.</param>
public readonly record struct Mp4UnitTime(long Presentation, long Decode);
