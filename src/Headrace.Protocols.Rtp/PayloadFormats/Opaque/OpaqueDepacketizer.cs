using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.PayloadFormats.Opaque;

/// <summary>
/// Collects the payloads of one timestamp; the marker or another timestamp ends the unit. A hole damages the unit that it lies in, and of
/// pictures also the one behind it: nobody can know whether its beginning is there.
/// </summary>
internal sealed class OpaqueDepacketizer(UnitAssembler assembler, bool isVideo) : RtpDepacketizer(assembler)
{
    private bool _isDamaged;
    private uint _timestamp;
    private MonotonicTime _lastArrival;

    /// <inheritdoc/>
    public override void Handle(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival, IRtpUnitSink sink)
    {
        if (isGapBefore && !Assembler.IsEmpty) _isDamaged = true;
        if (packet.Timestamp != _timestamp) Flush(sink);
        if (isGapBefore && Assembler.IsEmpty) _isDamaged = isVideo;
        if (packet.Payload.IsEmpty) return;
        _timestamp = packet.Timestamp;
        _lastArrival = arrival;
        Assembler.Add(packet.Payload);
        if (packet.HasMarker) Flush(sink);
    }

    /// <inheritdoc/>
    public override void Flush(IRtpUnitSink sink)
    {
        if (Assembler.IsEmpty) return;
        bool isDamaged = _isDamaged;
        _isDamaged = false;
        if (Assembler.TryComplete(isDamaged, out AssembledUnit unit)) sink.OnUnit(_timestamp, _lastArrival, unit);
    }
}
