using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats;

/// <summary>
/// Sends formats in which a unit is one packet and cannot be cut (Opus, RFC 7587, 4.2): a unit above the greatest payload is sent all the
/// same, one above what a packet can hold is dropped.
/// </summary>
internal sealed class RawFramePacketizer(int maxPayloadBytes) : RtpPacketizer(maxPayloadBytes)
{
    /// <inheritdoc/>
    protected override void Write(AccessUnit unit, RtpPacketWriter output)
    {
        ReadOnlySpan<byte> frame = unit.Payload.Span;
        if (frame.IsEmpty) return;
        if (frame.Length > RtpPacketWriter.MaxPayloadBytes) Dropped++;
        else frame.CopyTo(output.AddPacket(frame.Length, false));
    }
}
