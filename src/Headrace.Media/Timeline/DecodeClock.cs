using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Media.Timeline;

/// <summary>Where a picture stands, in output ticks.</summary>
internal readonly record struct Placement(long Decode, long Presentation, TimelineCause Cause, int Repeats = 0);

/// <summary>
/// Gives pictures decode times that increase strictly and never pass their presentation times: from presentation times alone (RTP), by the depth
/// of reordering, or from decode times that came with them. A picture that does not fit is repaired, or dropped where no other needs it.
/// </summary>
internal sealed class DecodeClock(int seenDepth, EventCounts counts)
{
    private readonly ReorderWindow _window = new();
    private readonly ReorderDepth _depth = new(seenDepth);
    private long _openPoint = long.MinValue;
    private bool _hasBegun;

    /// <summary>The last pictures, in unwrapped input ticks.</summary>
    public TimestampHistory History { get; } = new();

    /// <summary>The depth in force.</summary>
    public int Depth => _depth.Current;

    /// <summary>True unless pictures have shown that they are reordered more deeply: then decode times lie too late until that is in force.</summary>
    public bool IsDepthRight => _depth.Seen <= _depth.Current;

    /// <summary>The greatest depth that pictures have shown.</summary>
    public int SeenDepth => _depth.Seen;

    /// <summary>Puts the depth into force where it may change: at the first picture and at random access points; true when it rose. Called before anything else for a picture.</summary>
    public bool UpdateDepth(in AssembledUnit unit)
    {
        if (_hasBegun && !unit.RandomAccess.IsPoint) return false;
        _hasBegun = true;
        return _depth.Update(unit.ReorderDepth);
    }

    /// <summary>The input was anchored anew: its earlier pictures say nothing of the next.</summary>
    public void Rebase()
    {
        History.Clear();
        _window.Clear();
    }

    /// <summary>A hole: the times before it serve for nothing after it.</summary>
    public void SkipHole() => _window.Clear();

    /// <summary>Places a picture of which only the presentation time is known.</summary>
    /// <param name="last">The track's last decode time.</param>
    /// <param name="frame">What a picture lasts, in output ticks.</param>
    /// <param name="raw">Its presentation time in unwrapped input ticks.</param>
    /// <param name="presentation">Its presentation time in output ticks.</param>
    /// <param name="unit">The picture.</param>
    /// <param name="placement">Its place.</param>
    public bool TryPlace(long last, long frame, long raw, long presentation, in AssembledUnit unit, out Placement placement)
    {
        _depth.Observe(History.CountAfter(raw));
        History.Add(raw, PayloadMark.Of(unit.Payload));
        _window.RemoveUpTo(last);
        if (presentation <= last) return TryRepair(last, unit, out placement);

        _window.Add(presentation);
        long decode;
        if (_window.Count <= Depth)
        {
            decode = Extrapolate(last, frame);
        }
        else
        {
            do
            {
                decode = _window.RemoveEarliest();
            }
            while (_window.Count > Depth && _window.Earliest <= presentation);
        }

        placement = new Placement(decode, presentation, TimelineCause.None);
        return true;
    }

    /// <summary>Places a picture whose decode time came with it.</summary>
    public bool TryPlaceStated(long last, long raw, long decode, long presentation, in AssembledUnit unit, out Placement placement)
    {
        History.Add(raw, PayloadMark.Of(unit.Payload));
        if (decode > last && presentation >= decode)
        {
            placement = new Placement(decode, presentation, TimelineCause.None);
            return true;
        }

        if (presentation <= last) return TryRepair(last, unit, out placement);
        counts.Add(TimelineCause.DecodeOrderRepaired);
        placement = new Placement(Math.Clamp(decode, last + 1, presentation), presentation, TimelineCause.DecodeOrderRepaired);
        return true;
    }

    /// <summary>True when a placed picture precedes, in presentation, the open random access point that it follows.</summary>
    public bool IsLeading(in AssembledUnit unit, long presentation)
    {
        if (unit.RandomAccess.IsPoint)
        {
            _openPoint = unit.RandomAccess.Kind == RandomAccessKind.Idr ? long.MinValue : presentation;
            return false;
        }

        return presentation < _openPoint;
    }

    /// <summary>
    /// Decode times before the window is full: a frame apart up to the earliest presentation time, or squeezed into the frame after the last one where
    /// the depth has risen in the midst of the stream.
    /// </summary>
    private long Extrapolate(long last, long frame)
    {
        long top = _window.Earliest;
        int left = Depth - _window.Count + 1;
        long ideal = top - (left * frame);
        return ideal > last ? ideal : last + Math.Max(1, Math.Min(top - last, frame) / (left + 1));
    }

    private bool TryRepair(long last, in AssembledUnit unit, out Placement placement)
    {
        if (unit.IsDisposable)
        {
            counts.Add(TimelineCause.UnfitPictureDropped);
            placement = new Placement(0, 0, TimelineCause.UnfitPictureDropped);
            return false;
        }

        counts.Add(TimelineCause.DecodeOrderRepaired);
        placement = new Placement(last + 1, last + 1, TimelineCause.DecodeOrderRepaired);
        return true;
    }
}
