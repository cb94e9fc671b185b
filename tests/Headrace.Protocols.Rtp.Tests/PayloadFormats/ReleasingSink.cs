using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.PayloadFormats;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>Counts units and gives them back.</summary>
internal sealed class ReleasingSink : IRtpUnitSink
{
    public int Count { get; private set; }

    public void OnUnit(uint rtpTimestamp, MonotonicTime arrival, in AssembledUnit unit)
    {
        Count++;
        unit.Payload.Release();
    }
}
