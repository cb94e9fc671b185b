using Headrace.Media.Buffers;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.Fragments;

/// <summary>One sample to write. It holds no reference of its own: the caller keeps the payload until the fragment is written.</summary>
public readonly record struct FragmentSample
{
    /// <summary>The sample's bytes: the canonical payload of the codec.</summary>
    public required MediaBuffer Payload { get; init; }

    /// <summary>Decode time of the next sample minus that of this one, in ticks of the track's clock.</summary>
    public required uint Duration { get; init; }

    /// <summary>Presentation time minus decode time, in the same ticks.</summary>
    public int CompositionOffset { get; init; }

    /// <summary>What other samples it needs, and whether others need it.</summary>
    public SampleFlags Flags { get; init; }

    /// <summary>
    /// A unit as a sample, whose decode time is written later than it is: offsets are negative then where presentation comes before it. Gradual refresh is not a sync sample (ISO/IEC 14496-12, 8.6.4.1), closed and open points are.
    /// </summary>
    /// <param name="unit">The unit.</param>
    /// <param name="duration">Ticks to the next one.</param>
    /// <param name="delay">Ticks by which decode times are written late.</param>
    public static FragmentSample Of(AccessUnit unit, uint duration, int delay = 0) => new()
    {
        Payload = unit.Payload,
        Duration = duration,
        CompositionOffset = unit.PresentationOffset - delay,
        Flags = (unit.RandomAccess.Kind is RandomAccessKind.Idr or RandomAccessKind.OpenGop ? SampleFlags.Sync : SampleFlags.Dependent)
            .With(unit.IsDisposable, unit.IsLeading),
    };
}
