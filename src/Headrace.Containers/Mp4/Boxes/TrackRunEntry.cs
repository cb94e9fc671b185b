namespace Headrace.Containers.Mp4.Boxes;

/// <summary>What a <c>trun</c> says of one sample; null where it says nothing and defaults hold.</summary>
/// <param name="Duration">Ticks.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Flags">Sample flags.</param>
/// <param name="CompositionOffset">Presentation minus decode time, in ticks.</param>
internal readonly record struct TrackRunEntry(uint? Duration, uint? Size, SampleFlags? Flags, int? CompositionOffset);
