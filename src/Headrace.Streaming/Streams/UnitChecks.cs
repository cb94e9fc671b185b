using Headrace.Media.Codecs;
using Headrace.Media.Timeline;
using Headrace.Media.Tracks;
using Headrace.Streaming.Figures;

namespace Headrace.Streaming.Streams;

/// <summary>Which units go on to viewers: whole ones whose references went on before them.</summary>
internal static class UnitChecks
{
    /// <summary>Decides, and remembers in the slot what the decision means for those that follow.</summary>
    public static DropReason Check(TrackSlot slot, in AssembledUnit unit, in UnitTiming timing)
    {
        bool isVideo = slot.Codec.Kind == MediaKind.Video;
        if (unit.IsDamaged)
        {
            if (isVideo && !unit.IsDisposable) slot.AwaitsRandomAccess = true;
            slot.CarryDiscontinuity(timing.IsDiscontinuity);
            return DropReason.Damaged;
        }

        if (!isVideo) return DropReason.None;
        if (slot.AwaitsRandomAccess && !unit.RandomAccess.IsPoint)
        {
            slot.CarryDiscontinuity(timing.IsDiscontinuity);
            return DropReason.MissingReference;
        }

        if (unit.RandomAccess.IsPoint)
        {
            slot.DropsLeading = slot.AwaitsRandomAccess && unit.RandomAccess.Kind != RandomAccessKind.Idr;
            slot.AwaitsRandomAccess = false;
            return DropReason.None;
        }

        // After a break, the leading pictures of an open point refer to what nobody has.
        return slot.DropsLeading && (unit.IsLeading || timing.IsLeading) ? DropReason.Leading : DropReason.None;
    }

    /// <summary>Remembers what it means for those that follow that the timeline had no place for a unit: a flood leaves out pictures that others refer to.</summary>
    public static DropReason NoteDropped(TrackSlot slot, in AssembledUnit unit, in UnitTiming timing)
    {
        if (timing.Cause == TimelineCause.LeadExhausted && slot.Codec.Kind == MediaKind.Video && !unit.IsDisposable) slot.AwaitsRandomAccess = true;
        return DropReason.Timeline;
    }
}
