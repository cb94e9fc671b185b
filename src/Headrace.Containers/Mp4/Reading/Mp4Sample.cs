namespace Headrace.Containers.Mp4.Reading;

/// <summary>A sample, placed in time and in its file.</summary>
/// <param name="Track">Index among the tracks that are read.</param>
/// <param name="Offset">Where its bytes begin in the file.</param>
/// <param name="Size">How many they are.</param>
/// <param name="DecodeTime">Decode time in ticks of the track's timescale, before edits.</param>
/// <param name="CompositionOffset">Presentation minus decode time, in the same ticks.</param>
/// <param name="Duration">Duration in the same ticks.</param>
/// <param name="Description">Index of its sample entry, from 0; may name one that is not there.</param>
/// <param name="IsMarkedSync">True where the file says that decoding may begin here, and that elsewhere it may not.</param>
internal readonly record struct Mp4Sample(int Track, long Offset, uint Size, long DecodeTime, int CompositionOffset, uint Duration, uint Description, bool IsMarkedSync);
