using Headrace.Transport.Egress;

namespace Headrace.Transport.Srt;

/// <summary>What a connection of SRT sends. Called on the pump's thread only.</summary>
public interface ISrtSource : IEgressSource
{
    /// <summary>Some of what was sent was given up on its way, as too late: the source goes on where a receiver can begin again.</summary>
    void OnDropped(Headrace.Media.Timing.MonotonicTime now);
}
