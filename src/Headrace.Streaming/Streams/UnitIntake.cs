using Headrace.Media.Codecs;
using Headrace.Media.Rings;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Figures;
using Headrace.Streaming.Inputs;
using Headrace.Streaming.Limits;
using Headrace.Streaming.Pressure;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Streams;

/// <summary>
/// The way of a unit into its stream: timeline, valve, checks, format, ring, running branches. It owns the payload that it is given. Under the stream's lock.
/// </summary>
internal sealed class UnitIntake(
    string name, TrackSlots slots, IngestValve valve, StreamBandwidth bandwidth, BroadcastRing<AccessUnit> ring, BranchSet branches, StreamEvents events, Action onTracksChanged, ILogger logger)
{
    /// <summary>In a stream without video, a reader may begin this often.</summary>
    private const long AudioJoinInterval = Timebase.NanosecondsPerSecond;

    private long _nextSequence;

    /// <summary>Takes a unit in, or counts it as dropped.</summary>
    public void Take(Publication publication, int track, in InputTimestamps time, MonotonicTime arrival, in AssembledUnit unit)
    {
        InputTimeline timeline = publication.Timeline!;
        Take(slots[publication.Slots[track]], timeline, track, time, arrival, unit);
        foreach (SilenceFiller filler in publication.Silence)
        {
            while (filler.TryTake(arrival, out InputTimestamps due, out AssembledUnit silence)) Take(filler.Slot, timeline, filler.Track, due, arrival, silence);
        }
    }

    private void Take(TrackSlot slot, InputTimeline timeline, int track, in InputTimestamps time, MonotonicTime arrival, in AssembledUnit unit)
    {
        TimelineDecision decision = timeline.Map(track, time, arrival, unit, out UnitTiming timing);
        DropReason drop = decision != TimelineDecision.Publish ? UnitChecks.NoteDropped(slot, unit, timing)
            : valve.Passes(slot, unit) ? UnitChecks.Check(slot, unit, timing) : DropReason.Pressure;
        if (drop != DropReason.None)
        {
            if (drop == DropReason.Pressure) slot.CarryDiscontinuity(timing.IsDiscontinuity);
            slot.Counters.CountDrop(drop);
            unit.Payload.Release();
            return;
        }

        bool isNewFormat = ApplyFormat(slot, unit);
        for (int i = timing.Repeats; i > 0; i--)
        {
            unit.Payload.Retain();
            long early = i * unit.NominalDuration;
            Emit(slot, unit, timing with { DecodeTime = timing.DecodeTime - early, IsDiscontinuity = false }, arrival, isNewFormat: false);
        }

        Emit(slot, unit, timing, arrival, isNewFormat);
    }

    private void Emit(TrackSlot slot, in AssembledUnit unit, in UnitTiming timing, MonotonicTime arrival, bool isNewFormat)
    {
        Track track = slot.Track!;
        long pathTime = Timebase.ToNanoseconds(timing.DecodeTime, track.ClockRate);
        AccessUnit published = new()
        {
            Track = track,
            Sequence = _nextSequence++,
            DecodeTime = timing.DecodeTime,
            PresentationOffset = timing.PresentationOffset,
            PathTime = pathTime,
            Arrival = arrival,
            RandomAccess = unit.RandomAccess,
            Picture = unit.Picture,
            TemporalId = unit.TemporalId,
            IsDisposable = unit.IsDisposable,
            IsLeading = unit.IsLeading || timing.IsLeading,
            IsDiscontinuity = slot.TakeDiscontinuity(timing.IsDiscontinuity || isNewFormat),
            IsJoinPoint = IsJoinPoint(slot, unit, pathTime),
            Payload = unit.Payload,
        };
        slot.Counters.CountUnit(unit.Payload.Length, unit.Picture, track.Kind == MediaKind.Video && unit.RandomAccess.IsPoint);
        if (published.IsDiscontinuity) events.OnDiscontinuity(track, timing);
        ring.Publish(published);
        if (bandwidth.Passes(published, HasVideo())) branches.OnUnit(published);
    }

    private bool IsJoinPoint(TrackSlot slot, in AssembledUnit unit, long pathTime)
    {
        if (slot.Codec.Kind == MediaKind.Video) return unit.RandomAccess.IsPoint;
        if (HasVideo() || pathTime < slot.LastAudioJoinPoint + AudioJoinInterval) return false;
        slot.LastAudioJoinPoint = pathTime;
        return true;
    }

    private bool HasVideo()
    {
        foreach (Track track in slots.Tracks)
        {
            if (track.Kind == MediaKind.Video) return true;
        }

        return false;
    }

    /// <summary>Brings the slot's track to the unit's format and parameter sets; true when a format that was known has changed.</summary>
    private bool ApplyFormat(TrackSlot slot, in AssembledUnit unit)
    {
        if (slot.HasSeen(unit)) return false;
        Track? before = slot.Track;
        bool isNewFormat = before is not null && !before.Format.Equals(unit.Format);
        slot.Apply(unit.Format, unit.ParameterSets);
        if (!ReferenceEquals(before, slot.Track)) onTracksChanged();
        if (isNewFormat) StreamLog.FormatChanged(logger, name, slot.Id, before!.Format.Description, unit.Format.Description);
        return isNewFormat;
    }
}
