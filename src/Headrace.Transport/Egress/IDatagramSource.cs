using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Timing;
using Headrace.Transport.Udp;

namespace Headrace.Transport.Egress;

/// <summary>What an egress over UDP sends. Called on the pump's thread only.</summary>
public interface IDatagramSource
{
    /// <summary>Where each target of a batch is; null for what is not sent now.</summary>
    ReadOnlySpan<UdpAddress?> Targets { get; }

    /// <summary>True when there is more before the ring says so: it is given slowly.</summary>
    bool IsPaced { get; }

    /// <summary>The next datagrams, the same until <see cref="OnSent"/>; false when there are none now.</summary>
    bool TryPeek(MonotonicTime now, UdpSendBatches batches, [NotNullWhen(true)] out UdpSendBatch? batch);

    /// <summary>Says what became of them.</summary>
    void OnSent(MonotonicTime now, in UdpSendResult result);

    /// <summary>The egress is closed: gives back what is held. Called once, last.</summary>
    void OnClosed();
}
