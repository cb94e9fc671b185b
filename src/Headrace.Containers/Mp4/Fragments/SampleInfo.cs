namespace Headrace.Containers.Mp4.Fragments;

/// <summary>A sample that was read.</summary>
/// <param name="TrackId">Its track.</param>
/// <param name="DecodeTime">Decode time in ticks of the track's timescale.</param>
/// <param name="CompositionOffset">Presentation time minus decode time, in the same ticks.</param>
/// <param name="Duration">Duration in the same ticks.</param>
/// <param name="Offset">Where its bytes begin in the bytes that were read.</param>
/// <param name="Size">How many they are.</param>
/// <param name="Flags">Its flags.</param>
public readonly record struct SampleInfo(uint TrackId, long DecodeTime, int CompositionOffset, uint Duration, int Offset, int Size, SampleFlags Flags)
{
    /// <summary>Index of its sample entry, from 1.</summary>
    public uint Description { get; init; } = 1;

    /// <summary>Presentation time in ticks of the track's timescale.</summary>
    public long PresentationTime => DecodeTime + CompositionOffset;

    /// <summary>True when decoding may begin here.</summary>
    public bool IsSync => Flags.IsSync;

    /// <summary>Its bytes, in those that were read.</summary>
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> bytes) => bytes.Slice(Offset, Size);
}
