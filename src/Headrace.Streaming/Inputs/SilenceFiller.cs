using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Inputs;

/// <summary>
/// Silence for a track of sound that the stream had and the input that feeds it now has not: a viewer's sound would stand still, and his pictures with it. Its frames
/// come with the input's other units, through the input's timeline. Under the stream's lock.
/// </summary>
internal sealed class SilenceFiller
{
    /// <summary>A hole in the input's media that is longer is left in the silence too.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(2);

    private readonly AudioFormat _format;
    private readonly SilentFrame _frame;
    private readonly MemoryAccount _memory;
    private MonotonicTime _begin = MonotonicTime.Never;
    private long _next;

    private SilenceFiller(TrackSlot slot, int track, AudioFormat format, SilentFrame frame, MemoryAccount memory)
    {
        Slot = slot;
        Track = track;
        _format = format;
        _frame = frame;
        _memory = memory;
    }

    /// <summary>The track's place in the stream.</summary>
    public TrackSlot Slot { get; }

    /// <summary>The track's index in the input's timeline.</summary>
    public int Track { get; }

    /// <summary>Silence for a place that has a track and gets nothing from its input; null where there is nothing to fill.</summary>
    public static SilenceFiller? Of(TrackSlot slot, InputTimeline timeline, MemoryAccount memory)
    {
        if (SilenceOf(slot) is not { } frame) return null;
        var format = (AudioFormat)slot.Track!.Format;
        int track = timeline.AddTrack(new InputTrack(slot.Id, MediaKind.Audio, format.ClockRate, TimestampBits: 64, format.ClockRate, SharesClock: false));
        return new SilenceFiller(slot, track, format, frame, memory);
    }

    /// <summary>A frame of silence of a place's track, or null.</summary>
    public static SilentFrame? SilenceOf(TrackSlot slot) => (slot.Track?.Format as AudioFormat)?.Silence;

    /// <summary>The next frame that is due; false when there is none.</summary>
    public bool TryTake(MonotonicTime now, out InputTimestamps time, out AssembledUnit unit)
    {
        if (_begin == MonotonicTime.Never) _begin = now;
        time = default;
        unit = default;
        TimeSpan late = now - DueAt(_next);
        if (late < TimeSpan.Zero) return false;
        if (late > LongestRun) _next += (long)(late.TotalSeconds * _format.ClockRate / _frame.Duration);
        time = new InputTimestamps(_next++ * _frame.Duration);
        unit = new AssembledUnit
        {
            Payload = MediaBufferPool.Shared.Copy(_frame.Payload.Span, _memory),
            Format = _format,
            ParameterSets = ParameterSets.Empty,
            RandomAccess = RandomAccess.Idr,
            NominalDuration = _frame.Duration,
        };
        return true;
    }

    private MonotonicTime DueAt(long frame) => _begin + TimeSpan.FromSeconds((double)frame * _frame.Duration / _format.ClockRate);
}
