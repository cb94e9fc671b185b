namespace Headrace.Streaming.Events;

/// <summary>All kinds of events.</summary>
public static class EventTypes
{
    /// <summary><see cref="Events.StreamStarted"/>.</summary>
    public static readonly EventType StreamStarted = new("stream-started", "StreamStarted");

    /// <summary><see cref="Events.StreamStopped"/>.</summary>
    public static readonly EventType StreamStopped = new("stream-stopped", "StreamStopped");

    /// <summary><see cref="Events.StreamStateChanged"/>.</summary>
    public static readonly EventType StreamStateChanged = new("stream-state-changed");

    /// <summary><see cref="Events.InputSwitched"/>.</summary>
    public static readonly EventType InputSwitched = new("input-switched");

    /// <summary><see cref="Events.TracksChanged"/>.</summary>
    public static readonly EventType TracksChanged = new("tracks-changed");

    /// <summary><see cref="Events.Discontinuity"/>.</summary>
    public static readonly EventType Discontinuity = new("discontinuity");

    /// <summary><see cref="Events.ViewerJoined"/>.</summary>
    public static readonly EventType ViewerJoined = new("viewer-joined");

    /// <summary><see cref="Events.ViewerLeft"/>.</summary>
    public static readonly EventType ViewerLeft = new("viewer-left");

    /// <summary><see cref="Events.ViewerTooSlow"/>.</summary>
    public static readonly EventType ViewerTooSlow = new("viewer-too-slow");

    /// <summary><see cref="Events.PressureChanged"/>.</summary>
    public static readonly EventType PressureChanged = new("pressure-changed");

    /// <summary><see cref="Events.LimitReached"/>.</summary>
    public static readonly EventType LimitReached = new("limit-reached");

    /// <summary><see cref="Events.EventsMissed"/>: a listener's own, never published.</summary>
    public static readonly EventType EventsMissed = new("events-missed");

    /// <summary>All that are published.</summary>
    public static IReadOnlyList<EventType> All { get; } =
    [
        StreamStarted, StreamStopped, StreamStateChanged, InputSwitched, TracksChanged, Discontinuity, ViewerJoined, ViewerLeft, ViewerTooSlow, PressureChanged, LimitReached,
    ];
}
