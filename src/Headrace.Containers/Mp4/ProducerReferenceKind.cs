namespace Headrace.Containers.Mp4;

/// <summary>What the UTC of a producer reference time is taken at: the flags of <c>prft</c> (ISO/IEC 14496-12, 8.16.5).</summary>
public enum ProducerReferenceKind : uint
{
    /// <summary>When the frame entered the encoder.</summary>
    EncoderInput = 0,

    /// <summary>When the frame left the encoder.</summary>
    EncoderOutput = 1,

    /// <summary>When the fragment was complete.</summary>
    FragmentComplete = 2,

    /// <summary>When the fragment was written.</summary>
    FragmentWritten = 4,

    /// <summary>An instant of no stated meaning, always the same one for a track.</summary>
    Arbitrary = 8,

    /// <summary>A small and constant time from what the media shows: the sender's clock, or arrival.</summary>
    Captured = 24,
}
