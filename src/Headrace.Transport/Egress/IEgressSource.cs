using Headrace.Media.Buffers;
using Headrace.Media.Timing;

namespace Headrace.Transport.Egress;

/// <summary>What a connection sends when it has nothing else to send: the session's view of a ring. Called on the pump's thread only.</summary>
public interface IEgressSource
{
    /// <summary>
    /// The next bytes, whole messages of the protocol; one reference goes to the egress. False when there is nothing now: the source's
    /// group wakes the egress again.
    /// </summary>
    bool TryNext(MonotonicTime now, out MediaBuffer buffer);

    /// <summary>Told once a pass that the connection takes nothing, and for how long: the source decides when that is too long.</summary>
    void OnStalled(TimeSpan duration);
}
