using Headrace.Media.Bits;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats.Opaque;

/// <summary>Sends the payloads of a unit as they came, also those above the greatest payload; the last has the marker.</summary>
internal sealed class OpaquePacketizer(int maxPayloadBytes) : RtpPacketizer(maxPayloadBytes)
{
    /// <inheritdoc/>
    protected override void Write(AccessUnit unit, RtpPacketWriter output)
    {
        ReadOnlySpan<byte> payload = unit.Payload.Span;
        int at = 0;
        foreach (ReadOnlySpan<byte> piece in new NalUnits(payload))
        {
            at += NalUnits.CanonicalLengthSize + piece.Length;
            if (piece.Length > RtpPacketWriter.MaxPayloadBytes) Dropped++;
            else piece.CopyTo(output.AddPacket(piece.Length, at == payload.Length));
        }
    }
}
