namespace Headrace.Media.Timeline;

/// <summary>What the timeline says of a unit.</summary>
public enum TimelineDecision
{
    /// <summary>It has a time: publish it.</summary>
    Publish,

    /// <summary>It has no place in time (a duplicate, a disposable picture that does not fit, a flood): drop it; the cause is counted.</summary>
    Drop,
}
