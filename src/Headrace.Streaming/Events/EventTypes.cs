namespace Headrace.Streaming.Events;

/// <summary>All kinds of events that are published: the table that a new event adds a line to.</summary>
public static class EventTypes
{
    /// <summary>One a kind.</summary>
    public static IReadOnlyList<EventType> All { get; } =
    [
        StreamStarted.Description,
        StreamStopped.Description,
        StreamStateChanged.Description,
        InputSwitched.Description,
        TracksChanged.Description,
        DiscontinuityMet.Description,
        ViewerJoined.Description,
        ViewerLeft.Description,
        ViewerTooSlow.Description,
        PressureChanged.Description,
        LimitReached.Description,
    ];
}
