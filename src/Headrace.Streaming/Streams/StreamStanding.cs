using Headrace.Streaming.Figures;
using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Streams;

/// <summary>The state of a stream, since when, and what went wrong last. A change is a log line, an event and a figure. Under the stream's lock.</summary>
internal sealed class StreamStanding(string stream, StreamEvents events, TimeProvider clock, ILogger logger)
{
    private readonly PublisherRecord _record = new(clock);

    public StreamState State { get; private set; } = StreamState.Inactive;

    public DateTimeOffset Since { get; private set; } = clock.GetUtcNow();

    public string? LastError { get; private set; }

    public SourceCause? LastErrorCause { get; private set; }

    /// <summary>How steadily it is published.</summary>
    public PublisherStability Stability => _record.Snapshot();

    /// <summary>Somebody tries to publish, or a source of its own is tried.</summary>
    public void OnAttempt() => _record.OnAttempt();

    /// <summary>Notes what went wrong.</summary>
    public void Fail(string fault, SourceCause cause) => (LastError, LastErrorCause) = (fault, cause);

    /// <summary>It is in a state from now on.</summary>
    /// <param name="state">The state.</param>
    /// <param name="fault">What went wrong, or null where nothing did.</param>
    public void Set(StreamState state, string? fault = null)
    {
        if (State == state) return;
        events.OnState(State, state, fault, fault is null ? null : LastErrorCause);
        _record.OnState(State, state);
        State = state;
        Since = clock.GetUtcNow();
        StreamLog.StateChanged(logger, stream, state);
    }
}
