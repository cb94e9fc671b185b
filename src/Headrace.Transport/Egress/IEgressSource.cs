using Headrace.Media.Buffers;
using Headrace.Media.Timing;

namespace Headrace.Transport.Egress;

/// <summary>What a connection sends when it has nothing else to send: the session's view of a ring. Called on the pump's thread only.</summary>
public interface IEgressSource
{
    /// <summary>True when <see cref="TryNext"/> gave nothing though there is more before the ring says so: it is given slowly, and asked for again after a while.</summary>
    bool IsPaced { get; }

    /// <summary>
    /// The next bytes, whole messages of the protocol; one reference goes to the egress. False when there is nothing now: the source's
    /// group wakes the egress again, unless <see cref="IsPaced"/>.
    /// </summary>
    bool TryNext(MonotonicTime now, out MediaBuffer buffer);

    /// <summary>Told once a pass that the connection takes nothing, and for how long: the source decides when that is too long.</summary>
    void OnStalled(TimeSpan duration);
}
