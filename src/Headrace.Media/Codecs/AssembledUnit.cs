using Headrace.Media.Buffers;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs;

/// <summary>A canonical unit without time: what an assembler makes and an input publishes together with its timestamps.</summary>
public readonly record struct AssembledUnit
{
    /// <summary>Canonical bytes; one reference, owned by the holder of this value.</summary>
    public MediaBuffer Payload { get; init; }

    /// <summary>The format from this unit on.</summary>
    public required TrackFormat Format { get; init; }

    /// <summary>The parameter sets from this unit on.</summary>
    public required ParameterSets ParameterSets { get; init; }

    /// <summary>How decoding may begin here.</summary>
    public RandomAccess RandomAccess { get; init; }

    /// <summary>I, P or B.</summary>
    public PictureKind Picture { get; init; }

    /// <summary>Temporal layer.</summary>
    public byte TemporalId { get; init; }

    /// <summary>True when no other picture refers to this one.</summary>
    public bool IsDisposable { get; init; }

    /// <summary>True when it is known to be a leading picture (H.265 RASL and RADL); H.264's are found by presentation order.</summary>
    public bool IsLeading { get; init; }

    /// <summary>True when bytes of it are missing.</summary>
    public bool IsDamaged { get; init; }

    /// <summary>Pictures that may precede a picture in decoding and follow it in presentation, as the stream states or implies; null when it says nothing.</summary>
    public int? ReorderDepth { get; init; }

    /// <summary>Duration of a frame in ticks of the format's clock, as the stream states it (VUI, samples a frame), or 0.</summary>
    public int NominalDuration { get; init; }
}
