using Headrace.Media.Timeline;
using Headrace.Media.Tracks;

namespace Headrace.Streaming.Events;

/// <summary>Time or format did not go on smoothly. Told at most once a second a stream, of the last one.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Track">Number of the track.</param>
/// <param name="Kind">Kind of the track.</param>
/// <param name="Step">How its time went on.</param>
/// <param name="Cause">What the timeline met there; <see cref="TimelineCause.None"/> where only the format changed.</param>
/// <param name="Count">How many there were since this was told last.</param>
public sealed record DiscontinuityMet(string Stream, int Track, MediaKind Kind, TimelineStep Step, TimelineCause Cause, int Count) : MediaEvent(Stream, null)
{
    /// <summary>Its kind.</summary>
    public static readonly EventType Description = new("discontinuity");

    /// <inheritdoc/>
    public override EventType Type => Description;
}
