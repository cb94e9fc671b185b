namespace Headrace.Streaming.Events;

/// <summary>A stream's first media came.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Session">Who publishes it, or null for a source without a session.</param>
/// <param name="Source">Where it comes from, without credentials: the stream's own source, else protocol and address of who publishes.</param>
/// <param name="Tracks">The formats of the tracks that are known by now.</param>
public sealed record StreamStarted(string Stream, Guid? Session, string? Source, IReadOnlyList<string> Tracks) : MediaEvent(Stream, Session)
{
    /// <summary>Its kind.</summary>
    public static readonly EventType Description = new("stream-started", "StreamStarted");

    /// <inheritdoc/>
    public override EventType Type => Description;
}
