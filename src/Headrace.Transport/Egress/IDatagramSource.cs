using Headrace.Media.Timing;
using Headrace.Transport.Udp;

namespace Headrace.Transport.Egress;

/// <summary>What an egress over UDP sends. Called on the pump's thread only.</summary>
public interface IDatagramSource
{
    /// <summary>
    /// Adds the next datagrams to a batch, as many as it takes; what they lie in is held until <see cref="OnSent"/>. The answer says when to ask again.
    /// </summary>
    DatagramSupply Fill(MonotonicTime now, UdpSendBatch batch);

    /// <summary>Says what became of the datagrams; called after each <see cref="Fill"/> that added some.</summary>
    void OnSent(MonotonicTime now, in UdpSendResult result);

    /// <summary>The egress is closed: gives back what is held. Called once, last.</summary>
    void OnClosed();
}

/// <summary>When a source has more to send.</summary>
public enum DatagramSupply
{
    /// <summary>When its ring says so.</summary>
    Drained,

    /// <summary>In a moment: a burst is spread, so that receivers' buffers hold it.</summary>
    Paced,
}
