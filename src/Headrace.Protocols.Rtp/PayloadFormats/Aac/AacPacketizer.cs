using System.Buffers.Binary;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats.Aac;

/// <summary>RFC 3640 in the mode AAC-hbr (3.3.6): a unit a packet; one that is too large in fragments of equal size.</summary>
internal sealed class AacPacketizer(int maxPayloadBytes) : RtpPacketizer(maxPayloadBytes)
{
    /// <summary>Greatest size that 13 bits can say; a larger unit is dropped.</summary>
    public const int MaxUnitBytes = 0x1FFF;

    private const int HeaderLength = 4;
    private const ushort HeadersLengthInBits = 16;
    private const int IndexBits = 3;

    /// <inheritdoc/>
    protected override void Write(AccessUnit unit, RtpPacketWriter output)
    {
        ReadOnlySpan<byte> rest = unit.Payload.Span;
        if (rest.Length > MaxUnitBytes)
        {
            Dropped++;
            return;
        }

        ushort header = (ushort)(rest.Length << IndexBits);
        int room = MaxPayloadBytes - HeaderLength;
        int count = (rest.Length + room - 1) / room;
        while (!rest.IsEmpty)
        {
            int length = (rest.Length + count - 1) / count--;
            Span<byte> payload = output.AddPacket(HeaderLength + length, length == rest.Length);
            BinaryPrimitives.WriteUInt16BigEndian(payload, HeadersLengthInBits);
            BinaryPrimitives.WriteUInt16BigEndian(payload[2..], header);
            rest[..length].CopyTo(payload[HeaderLength..]);
            rest = rest[length..];
        }
    }
}
