using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.Receiving;

/// <summary>Takes the packets of one source in their order.</summary>
public interface IRtpPacketSink
{
    /// <summary>Takes a packet; it is valid during the call only.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="isGapBefore">True when packets between the last one and this one are missing for good, and for the first one.</param>
    /// <param name="arrival">When it arrived; never before the arrival of the one handed on before it.</param>
    void OnPacket(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival);
}
