using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Timing;

namespace Headrace.Containers.Mp4.Reading;

/// <summary>What an edit list makes of a track, in ticks of the track.</summary>
/// <param name="Shift">Presentation time of a sample minus its composition time.</param>
/// <param name="Begin">Composition time of what is shown first.</param>
/// <param name="End">Composition time at which it ends; <see cref="long.MaxValue"/> where the list does not say.</param>
/// <param name="HasFurtherCuts">True when the list goes on with media in an order of its own, which is not followed.</param>
public readonly record struct TrackEdit(long Shift, long Begin, long End, bool HasFurtherCuts)
{
    /// <summary>What an edit list says.</summary>
    /// <param name="edits">The list; default where there is none.</param>
    /// <param name="timescale">Ticks a second of the track, not 0.</param>
    /// <param name="movieTimescale">Ticks a second of the movie; 0 where that is not known, and durations say nothing.</param>
    public static TrackEdit Of(in EditListBox edits, uint timescale, uint movieTimescale)
    {
        long empty = movieTimescale == 0 ? 0 : Timebase.Rescale((long)edits.EmptyDuration, movieTimescale, timescale);
        long duration = movieTimescale == 0 || edits.Duration == 0 ? -1 : Timebase.Rescale((long)edits.Duration, movieTimescale, timescale);

        // Further cuts are not made: the media goes on to its end.
        bool ends = duration > 0 && !edits.HasFurtherCuts && duration < long.MaxValue - edits.MediaTime;
        return new TrackEdit(empty - edits.MediaTime, edits.MediaTime, ends ? edits.MediaTime + duration : long.MaxValue, edits.HasFurtherCuts);
    }
}
