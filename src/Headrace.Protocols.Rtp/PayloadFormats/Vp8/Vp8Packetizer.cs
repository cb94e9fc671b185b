using System.Buffers.Binary;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats.Vp8;

/// <summary>Cuts frames into packets of equal size (RFC 7741), with picture numbers of 15 bits. Where partitions lie is not said.</summary>
internal sealed class Vp8Packetizer(int maxPayloadBytes) : RtpPacketizer(maxPayloadBytes)
{
    private const int HeaderLength = 4;

    private ushort _picture;

    /// <inheritdoc/>
    protected override void Write(AccessUnit unit, RtpPacketWriter output)
    {
        // All packets but the last have one size: segmentation offload sends such a run with one call.
        ReadOnlySpan<byte> rest = unit.Payload.Span;
        int room = MaxPayloadBytes - HeaderLength;
        int count = (rest.Length + room - 1) / room;
        int size = (rest.Length + count - 1) / Math.Max(1, count);
        output.Expect(rest.Length + count * HeaderLength, count);
        byte first = Vp8PayloadHeader.IsExtended | Vp8PayloadHeader.BeginsPartition;
        while (!rest.IsEmpty)
        {
            int length = Math.Min(size, rest.Length);
            Span<byte> packet = output.AddPacket(HeaderLength + length, length == rest.Length);
            packet[0] = first;
            packet[1] = Vp8PayloadHeader.HasPicture;
            BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(Vp8PayloadHeader.LongPicture | _picture));
            rest[..length].CopyTo(packet[HeaderLength..]);
            rest = rest[length..];
            first = Vp8PayloadHeader.IsExtended;
        }

        _picture = (ushort)((_picture + 1) & ~Vp8PayloadHeader.LongPicture);
    }
}
