using Headrace.Streaming.Sessions;

namespace Headrace.Streaming.Events;

/// <summary>A stream that had started is over: its viewers are let go.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Reason">Why; <see cref="SessionEndReason.Closed"/> for a source that rests until somebody reads.</param>
/// <param name="DurationSeconds">Whole seconds since it started.</param>
/// <param name="BytesTransferred">Bytes of media taken in since then.</param>
public sealed record StreamStopped(string Stream, SessionEndReason Reason, long DurationSeconds, long BytesTransferred) : MediaEvent(Stream, null)
{
    /// <summary>Its kind.</summary>
    public static readonly EventType Description = new("stream-stopped", "StreamStopped");

    /// <inheritdoc/>
    public override EventType Type => Description;
}
