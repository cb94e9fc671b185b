using Headrace.Media.Timing;

namespace Headrace.Streaming.Figures;

/// <summary>How long a stream's media takes through the server, measured where it is handed to the socket. Thread-safe.</summary>
public sealed class StreamDelays(TimeProvider clock)
{
    private readonly DurationHistogram _latency = new();
    private readonly DurationHistogram _firstFrame = new();

    /// <summary>From the arrival of a unit's last byte to its send, for each viewer; what was sent to catch up is not in it.</summary>
    public DurationCounts Latency => _latency.Read();

    /// <summary>From the request to play to the first send, for each viewer.</summary>
    public DurationCounts FirstFrame => _firstFrame.Read();

    /// <summary>Counts a unit that is sent to a viewer who has caught up.</summary>
    public void OnSend(MonotonicTime arrival) => _latency.Record(MonotonicTime.Now(clock).Nanoseconds - arrival.Nanoseconds);

    /// <summary>Counts the first unit that is sent to a viewer.</summary>
    public void OnFirstSend(MonotonicTime asked) => _firstFrame.Record(MonotonicTime.Now(clock).Nanoseconds - asked.Nanoseconds);
}
