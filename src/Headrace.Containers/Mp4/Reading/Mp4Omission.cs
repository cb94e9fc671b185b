namespace Headrace.Containers.Mp4.Reading;

/// <summary>A track that is left out.</summary>
/// <param name="TrackId">Its identifier in the file.</param>
/// <param name="SampleEntry">The name of its sample entry.</param>
/// <param name="Reason">Why, for an operator, in one clause.</param>
public sealed record Mp4Omission(uint TrackId, FourCc SampleEntry, string Reason);
