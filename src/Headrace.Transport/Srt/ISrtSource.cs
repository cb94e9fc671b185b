using Headrace.Transport.Egress;

namespace Headrace.Transport.Srt;

/// <summary>What a connection of SRT sends. Called on the pump's thread only.</summary>
public interface ISrtSource : IEgressSource
{
    /// <summary>A packet that means nothing to who receives it: it is sent to find out whether a network that was dead lives again.</summary>
    ReadOnlySpan<byte> Probe { get; }

    /// <summary>Some of what was sent was given up on its way, as too late: the source goes on where a receiver can begin again.</summary>
    void OnDropped(Headrace.Media.Timing.MonotonicTime now);
}
