namespace Headrace.Containers.Mp4;

/// <summary>Why bytes are not what they should be.</summary>
public enum Mp4Fault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The bytes end inside a box.</summary>
    Truncated,

    /// <summary>A box states a size that is less than its header or more than its container has.</summary>
    BadSize,

    /// <summary>Boxes lie in boxes deeper than <see cref="Boxes.BoxReader.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>More boxes in one container than <see cref="Boxes.BoxReader.MaxBoxes"/>.</summary>
    TooManyBoxes,

    /// <summary>The content of a box breaks its syntax.</summary>
    BadContent,

    /// <summary>A box that must be there is not.</summary>
    MissingBox,

    /// <summary>More tracks than <see cref="InitSegmentInfo.MaxTracks"/>, or two of one identifier.</summary>
    BadTracks,

    /// <summary>A fragment of a track that the init segment does not have.</summary>
    UnknownTrack,

    /// <summary>More samples than <see cref="Fragments.FragmentReader.MaxSamples"/>.</summary>
    TooManySamples,

    /// <summary>The bytes of a sample lie outside the bytes that were given.</summary>
    SampleOutside,
}
