using System.Collections.Immutable;

namespace Headrace.Streaming.Figures;

/// <summary>What <see cref="ProtocolDelays"/> had counted at some moment, or between two. Immutable.</summary>
/// <param name="Protocol">The viewers' protocol.</param>
/// <param name="Latency">From arrival to send.</param>
/// <param name="FirstFrame">From the request to play to the first send.</param>
public sealed record DelayCounts(string Protocol, DurationCounts Latency, DurationCounts FirstFrame)
{
    /// <summary>What was counted since an earlier moment of the same stream.</summary>
    public DelayCounts Since(ImmutableArray<DelayCounts> earlier) =>
        earlier.FirstOrDefault(counts => counts.Protocol == Protocol) is { } before
            ? new DelayCounts(Protocol, Latency.Since(before.Latency), FirstFrame.Since(before.FirstFrame))
            : this;
}
