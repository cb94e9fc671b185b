using System.Runtime.InteropServices;
using Headrace.Media.Timing;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>
/// Puts one rendition's timestamps on the <see cref="SharedLine"/>: unwraps them, and goes on without a hole where a discontinuity has them begin anew, whether the playlist names it or not.
/// Within an era ticks keep their distances exactly.
/// </summary>
internal sealed class RenditionLine(SharedLine shared)
{
    private const long Second = Timebase.NanosecondsPerSecond;

    /// <summary>Within an era a track may go back by this (packets that a muxer interleaves), or ahead by <see cref="Ahead"/> (an encoder that stood still); what is beyond it begins anew.</summary>
    private const long Back = Second / 2;

    private const long Ahead = 10 * Second;

    /// <summary>The tracks of an era begin within this of each other, and so do renditions.</summary>
    private const long Apart = 10 * Second;

    /// <summary>Renditions begin to be played within this of each other.</summary>
    private const long ApartAtStart = 60 * Second;

    /// <summary>A discontinuity across which timestamps go on as if there were none.</summary>
    private const long Seam = Second / 10;

    private readonly List<TrackPlace> _tracks = [];
    private long _era = -1;
    private long? _offset;
    private long? _former;
    private long? _end;

    /// <summary>Undeclared jumps of timestamps that were met.</summary>
    public long Jumps { get; private set; }

    /// <summary>A segment begins.</summary>
    /// <param name="era">Its era.</param>
    /// <param name="lost">Media before it that is missing.</param>
    public void BeginSegment(long era, TimeSpan lost)
    {
        long hole = lost.Ticks * 100;
        if (_end is not null) _end += hole;
        foreach (ref TrackPlace track in CollectionsMarshal.AsSpan(_tracks))
        {
            if (track.End is not null) track.End += hole;
            if (era != _era) (track.Offset, track.IsFresh) = (null, true);
        }

        if (era != _era) (_former, _era) = (null, era);
    }

    /// <summary>The tracks are others from now on.</summary>
    public void BeginTracks(int count)
    {
        _tracks.Clear();
        for (int i = 0; i < count; i++) _tracks.Add(new TrackPlace { IsFresh = true });
    }

    /// <summary>Places a unit.</summary>
    /// <param name="index">Index of its track.</param>
    /// <param name="rate">Ticks a second.</param>
    /// <param name="bits">Bits after which they wrap.</param>
    /// <param name="decode">Decode time as it was read.</param>
    /// <param name="duration">How long it lasts, in nanoseconds; 0 where it does not say.</param>
    /// <returns>What must be added to its ticks, and where it is decoded, in nanoseconds.</returns>
    public (long Shift, long Line) Place(int index, int rate, int bits, long decode, long duration)
    {
        ref TrackPlace track = ref CollectionsMarshal.AsSpan(_tracks)[index];
        bool isFirst = _end is null;
        long predicted = track.End ?? _end ?? SharedLine.Start;
        Ruler ruler = new(rate, bits, decode, predicted);
        long offset = track.Offset is { } own && ruler.Fits(own, track.IsFresh ? Apart : Back, Ahead) ? own : Choose(ruler, track, isFirst);
        (long ticks, long line) = ruler.At(offset);
        if (duration == 0 && track.Last is { } last && line > last && line - last < Second) duration = line - last;
        (track.Offset, track.IsFresh, track.Last, track.End) = (offset, false, line, line + duration);
        _end = Math.Max(_end ?? long.MinValue, line + duration);
        return (ticks - decode + Timebase.FromNanoseconds(offset, rate), line);
    }

    private long Choose(in Ruler ruler, in TrackPlace track, bool isFirst)
    {
        if (_offset is { } own && ruler.Fits(own, track.Offset is null && !isFirst ? Apart : Back, Ahead) && IsOfThisEra(own)) return own;
        if (_former is { } former && ruler.Fits(former, Back, Ahead)) return former;
        long apart = isFirst ? ApartAtStart : Apart;
        if (shared.OffsetOf(_era) is { } other && other != _offset && ruler.Fits(other, apart, apart)) return Take(other);
        if (_offset is { } before && track.Offset is null && shared.OffsetOf(_era) is null && ruler.Fits(before, Seam, Seam))
        {
            shared.Set(_era, before);
            return before;
        }

        if (track.Offset is not null) Jumps++;
        long made = ruler.OffsetToPredicted;
        shared.Set(_era, made);
        return Take(made);
    }

    private bool IsOfThisEra(long offset) => shared.OffsetOf(_era) == offset;

    private long Take(long offset)
    {
        (_former, _offset) = (_offset, offset);
        return offset;
    }

    private struct TrackPlace
    {
        public long? Offset;
        public long? End;
        public long? Last;
        public bool IsFresh;
    }

    /// <summary>One timestamp, to be tried with offsets.</summary>
    private readonly struct Ruler(int rate, int bits, long decode, long predicted)
    {
        public long OffsetToPredicted => predicted - Timebase.ToNanoseconds(decode, rate);

        /// <summary>The ticks, unwrapped to be near to where they are expected, and their place.</summary>
        public (long Ticks, long Line) At(long offset)
        {
            long ticks = decode;
            if (bits < 64)
            {
                long expected = Timebase.FromNanoseconds(predicted - offset, rate);
                int upper = 64 - bits;
                ticks = expected + ((decode - expected) << upper >> upper);
            }

            return (ticks, Timebase.ToNanoseconds(ticks, rate) + offset);
        }

        public bool Fits(long offset, long back, long ahead)
        {
            long distance = At(offset).Line - predicted;
            return distance >= -back && distance <= ahead;
        }
    }
}
