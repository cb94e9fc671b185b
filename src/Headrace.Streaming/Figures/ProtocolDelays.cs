using Headrace.Media.Timing;

namespace Headrace.Streaming.Figures;

/// <summary>How long a stream's media takes to viewers of one protocol, measured where it is handed to the socket. Thread-safe.</summary>
public sealed class ProtocolDelays
{
    private readonly DurationHistogram _latency = new();
    private readonly DurationHistogram _firstFrame = new();
    private readonly TimeProvider _clock;

    internal ProtocolDelays(string protocol, TimeProvider clock) => (Protocol, _clock) = (protocol, clock);

    /// <summary>The protocol, as sessions have it.</summary>
    public string Protocol { get; }

    /// <summary>From the arrival of the last byte of what is sent to its send, for each viewer; what was sent to catch up is not in it.</summary>
    public DurationCounts Latency => _latency.Read();

    /// <summary>From the request to play to the first send, for each viewer.</summary>
    public DurationCounts FirstFrame => _firstFrame.Read();

    /// <summary>Counts what is sent to a viewer who has caught up.</summary>
    public void OnSend(MonotonicTime arrival) => _latency.Record(MonotonicTime.Now(_clock).Nanoseconds - arrival.Nanoseconds);

    /// <summary>Counts the first that is sent to a viewer.</summary>
    public void OnFirstSend(MonotonicTime asked) => _firstFrame.Record(MonotonicTime.Now(_clock).Nanoseconds - asked.Nanoseconds);
}
