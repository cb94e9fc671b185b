using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Events;

/// <summary>A stream is in another state.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state from now on.</param>
/// <param name="Reason">What went wrong, or null where nothing did.</param>
public sealed record StreamStateChanged(string Stream, StreamState From, StreamState To, string? Reason) : MediaEvent(Stream, null)
{
    /// <summary>Its kind.</summary>
    public static readonly EventType Description = new("stream-state-changed");

    /// <inheritdoc/>
    public override EventType Type => Description;
}
