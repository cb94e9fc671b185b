namespace Headrace.Media.Timeline;

/// <summary>How a unit follows the one before it in its track.</summary>
public enum TimelineStep
{
    /// <summary>By the media's own clock, without correction.</summary>
    Continued,

    /// <summary>By the media's own clock, while the input is slewed.</summary>
    Slewed,

    /// <summary>
    /// After a hole that the media's clock and arrival agree on: loss, silence that is not sent (DTX), a low or varying frame rate. Time goes
    /// on by the media's clock, however long it was; decoders need no reset, so it is no discontinuity, and nothing is lengthened to fill it.
    /// </summary>
    Gap,

    /// <summary>Time does not go on by the media's clock: the input was anchored anew, by arrival.</summary>
    Discontinuity,
}
