using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Forwarding;

/// <summary>A target whose protocol does not tell receivers what they get.</summary>
public interface IDescribedTarget : IForwardTarget
{
    /// <summary>What they have to be told (SDP) while the stream is as it is now; null while it has nothing that can be sent.</summary>
    string? Describe(LiveStream stream);
}
