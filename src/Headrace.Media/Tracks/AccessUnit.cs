using Headrace.Media.Buffers;
using Headrace.Media.Rings;
using Headrace.Media.Timing;

namespace Headrace.Media.Tracks;

/// <summary>
/// One coded picture (two fields of one picture are one unit) or one audio frame, on the path's timeline. Immutable once published.
/// Its payload is canonical: see docs/media-model.md.
/// </summary>
/// <remarks>
/// The object is garbage collected, its payload is reference counted: the ring holds one reference, a reader that keeps the unit past
/// the ring's call takes its own with <see cref="TryRetain"/> and gives it back with <see cref="Release"/>.
/// </remarks>
public sealed class AccessUnit : IRingItem
{
    /// <summary>The track, as it is for this unit.</summary>
    public required Track Track { get; init; }

    /// <summary>Number within the stream, over all tracks, without holes, from 0.</summary>
    public required long Sequence { get; init; }

    /// <summary>Decode time in ticks of <see cref="Track.ClockRate"/> since the path began; increases strictly within a track.</summary>
    public required long DecodeTime { get; init; }

    /// <summary>Presentation time minus decode time, in the same ticks; never negative.</summary>
    public required int PresentationOffset { get; init; }

    /// <summary>When its last byte arrived.</summary>
    public required MonotonicTime Arrival { get; init; }

    /// <summary>How decoding may begin here.</summary>
    public required RandomAccess RandomAccess { get; init; }

    /// <summary>The bytes, canonical for the codec.</summary>
    public required MediaBuffer Payload { get; init; }

    /// <summary>I, P or B; <see cref="PictureKind.None"/> for sound.</summary>
    public PictureKind Picture { get; init; }

    /// <summary>Temporal layer, 0 where the codec has none.</summary>
    public byte TemporalId { get; init; }

    /// <summary>True when no other picture refers to this one.</summary>
    public bool IsDisposable { get; init; }

    /// <summary>True when it precedes, in presentation, the open random access point that it follows (it refers to pictures before that point).</summary>
    public bool IsLeading { get; init; }

    /// <summary>True when bytes of it are missing or its references are: viewers get whole pictures only.</summary>
    public bool IsDamaged { get; init; }

    /// <summary>True when time or format does not go on smoothly from the unit before it in the track.</summary>
    public bool IsDiscontinuity { get; init; }

    /// <summary>Presentation time in ticks of <see cref="Track.ClockRate"/>.</summary>
    public long PresentationTime => DecodeTime + PresentationOffset;

    /// <summary>Path time of decoding in nanoseconds: <see cref="DecodeTime"/> on the one axis that all tracks share.</summary>
    public required long PathTime { get; init; }

    /// <inheritdoc/>
    public int Bytes => Payload.Capacity;

    /// <summary>True when a reader may begin here: a random access point of video, or, in a stream without video, an audio frame each second.</summary>
    public bool IsJoinPoint { get; init; }

    /// <summary>Adds a reference to the payload unless the last one is gone.</summary>
    public bool TryRetain() => Payload.TryRetain();

    /// <summary>Gives a reference back.</summary>
    public void Release() => Payload.Release();
}
