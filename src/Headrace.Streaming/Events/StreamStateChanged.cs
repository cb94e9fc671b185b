using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;

namespace Headrace.Streaming.Events;

/// <summary>A stream is in another state.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state from now on.</param>
/// <param name="Reason">What went wrong, or null where nothing did.</param>
/// <param name="Cause">The kind of that, or null.</param>
public sealed record StreamStateChanged(string Stream, StreamState From, StreamState To, string? Reason, SourceCause? Cause = null) : MediaEvent(Stream, null)
{
    /// <summary>Its kind.</summary>
    public static readonly EventType Description = new("stream-state-changed");

    /// <inheritdoc/>
    public override EventType Type => Description;
}
