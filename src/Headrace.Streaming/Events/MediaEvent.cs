namespace Headrace.Streaming.Events;

/// <summary>Something that happened. Immutable once <see cref="EventHub.Publish"/> has numbered it.</summary>
/// <param name="Stream">Name of the stream that it happened to; null for what concerns the whole server.</param>
/// <param name="Session">The session that it happened to, or null.</param>
public abstract record MediaEvent(string? Stream, Guid? Session)
{
    /// <summary>Its number: each event's is greater than that of the one before, over restarts of the server too.</summary>
    public long Id { get; internal set; }

    /// <summary>When it happened, in UTC.</summary>
    public DateTime Time { get; internal set; }

    /// <summary>Its kind.</summary>
    public abstract EventType Type { get; }
}
