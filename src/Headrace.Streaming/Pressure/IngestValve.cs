using Headrace.Media.Codecs;
using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Pressure;

/// <summary>
/// Which units are taken in while memory is short. A camera cannot send more slowly: pictures that no other needs go first, then the rest of a group,
/// then whole groups; what was handed on never lacks what it refers to. Under the stream's lock.
/// </summary>
internal sealed class IngestValve(StreamPressure pressure)
{
    /// <summary>Decides, and remembers in the slot what that means for the units that follow.</summary>
    public bool Passes(TrackSlot slot, in AssembledUnit unit)
    {
        PressureLevel level = pressure.Level;
        if (level < PressureLevel.High || (level == PressureLevel.High && pressure.IsSenderAdaptive)) return true;
        if (slot.Codec.Kind != MediaKind.Video) return !pressure.IsFull || Drop(pressure.Drops with { Sounds = pressure.Drops.Sounds + 1 });
        if (unit.IsDisposable) return Drop(pressure.Drops with { Disposable = pressure.Drops.Disposable + 1 });
        if (level < PressureLevel.Critical || (IsWholeAlone(unit) && !pressure.IsFull)) return true;
        bool isCut = !slot.AwaitsRandomAccess || unit.RandomAccess.IsPoint;
        slot.AwaitsRandomAccess = true;
        return Drop(pressure.Drops with { Pictures = pressure.Drops.Pictures + 1, Gops = pressure.Drops.Gops + (isCut ? 1 : 0) });
    }

    /// <summary>Ends the group of pictures that comes in: nothing more of it is taken.</summary>
    public void EndGop(TrackSlots slots)
    {
        foreach (TrackSlot slot in slots.Pictures)
        {
            if (slot.AwaitsRandomAccess) continue;
            slot.AwaitsRandomAccess = true;
            pressure.Drops = pressure.Drops with { Gops = pressure.Drops.Gops + 1 };
        }
    }

    /// <summary>A key frame can be shown without what follows it; a picture where a gradual refresh begins cannot.</summary>
    private static bool IsWholeAlone(in AssembledUnit unit) => unit.RandomAccess.Kind is RandomAccessKind.Idr or RandomAccessKind.OpenGop;

    private bool Drop(in PressureDrops drops)
    {
        pressure.Drops = drops;
        return false;
    }
}
