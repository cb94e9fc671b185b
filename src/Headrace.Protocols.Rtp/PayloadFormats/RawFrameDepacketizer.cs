using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.PayloadFormats;

/// <summary>Takes formats in which a packet's payload is a unit (Opus, G.711). A hole damages nothing: each packet stands alone.</summary>
internal sealed class RawFrameDepacketizer(UnitAssembler assembler) : RtpDepacketizer(assembler)
{
    /// <inheritdoc/>
    public override void Handle(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival, IRtpUnitSink sink)
    {
        ReadOnlySpan<byte> payload = packet.Payload;
        if (payload.IsEmpty) return;
        Assembler.Add(payload);
        if (Assembler.TryComplete(false, out AssembledUnit unit)) sink.OnUnit(packet.Timestamp, arrival, unit);
    }
}
