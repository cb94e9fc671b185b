namespace Headrace.Containers.Mp4.Fragments;

/// <summary>What is said once of a fragment.</summary>
public readonly record struct FragmentHeader
{
    /// <summary>The track, as the init segment names it.</summary>
    public required uint TrackId { get; init; }

    /// <summary>Number of the fragment; increases within the track, and begins again after its last value.</summary>
    public required uint SequenceNumber { get; init; }

    /// <summary>Decode time of the first sample in ticks of the track's clock; not negative.</summary>
    public required long BaseDecodeTime { get; init; }

    /// <summary>True to begin with <c>styp</c>, as the first fragment of a segment does.</summary>
    public bool BeginsSegment { get; init; }

    /// <summary>Where the fragment stands in UTC, for <c>prft</c>; null for none.</summary>
    public ProducerReferenceTime? ReferenceTime { get; init; }
}
