using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Events;

/// <summary>A stream is in another state.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state from now on.</param>
/// <param name="Reason">What went wrong, or null where nothing did.</param>
public sealed record StreamStateChanged(string Stream, StreamState From, StreamState To, string? Reason) : MediaEvent(Stream, null)
{
    /// <inheritdoc/>
    public override EventType Type => EventTypes.StreamStateChanged;
}
