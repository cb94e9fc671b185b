using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>Takes the units of one elementary stream.</summary>
public interface ITsUnitSink
{
    /// <summary>A unit; its payload's reference goes to who is called.</summary>
    /// <param name="time">Its timestamps, 33 bits at 90 kHz.</param>
    /// <param name="arrival">When its last byte arrived.</param>
    /// <param name="unit">The unit.</param>
    void OnUnit(TsUnitTime time, MonotonicTime arrival, in AssembledUnit unit);
}
