namespace Headrace.Containers.Flv.Reading;

/// <summary>Timestamps of a unit: milliseconds whose bits above 32 mean nothing.</summary>
/// <param name="Presentation">Decode time and composition offset.</param>
/// <param name="Decode">The timestamp of its tag or message.</param>
public readonly record struct FlvUnitTime(long Presentation, long Decode);
