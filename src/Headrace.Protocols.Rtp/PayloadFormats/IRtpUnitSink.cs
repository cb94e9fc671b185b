using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Protocols.Rtp.PayloadFormats;

/// <summary>Takes the units that a depacketizer makes.</summary>
public interface IRtpUnitSink
{
    /// <summary>Takes a unit. Its payload's one reference is the sink's from here on.</summary>
    /// <param name="rtpTimestamp">The unit's RTP timestamp (with several units in a packet, computed for each).</param>
    /// <param name="arrival">When its last packet arrived.</param>
    /// <param name="unit">The unit.</param>
    void OnUnit(uint rtpTimestamp, MonotonicTime arrival, in AssembledUnit unit);
}
