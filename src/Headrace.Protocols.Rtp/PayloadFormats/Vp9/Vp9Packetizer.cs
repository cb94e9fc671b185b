using System.Buffers.Binary;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats.Vp9;

/// <summary>
/// Cuts units into packets of equal size (RFC 9628), a superframe as one frame. Pictures have numbers of 15 bits; key frames say their size. Which pictures one refers to is not said
/// beyond whether it does.
/// </summary>
internal sealed class Vp9Packetizer(int maxPayloadBytes) : RtpPacketizer(maxPayloadBytes)
{
    private const int PictureLength = 2;
    private const int StructureLength = 5;

    private ushort _picture;

    /// <inheritdoc/>
    protected override void Write(AccessUnit unit, RtpPacketWriter output)
    {
        ReadOnlySpan<byte> rest = unit.Payload.Span;
        bool isKey = unit.RandomAccess == RandomAccess.Idr;
        int head = 1 + PictureLength;
        int first = isKey ? StructureLength : 0;
        int room = MaxPayloadBytes - head;

        // All packets but the last have one size: segmentation offload sends such a run with one call.
        int count = (first + rest.Length + room - 1) / room;
        int size = (first + rest.Length + count - 1) / count;
        output.Expect(first + rest.Length + count * head, count);
        byte flags = (byte)(Vp9PayloadHeader.HasPicture | Vp9PayloadHeader.Begins | (isKey ? Vp9PayloadHeader.HasStructure : 0) | (isKey || unit.Picture == PictureKind.I ? 0 : Vp9PayloadHeader.Refers));
        while (!rest.IsEmpty)
        {
            int length = Math.Min(size - first, rest.Length);
            bool isLast = length == rest.Length;
            Span<byte> packet = output.AddPacket(head + first + length, isLast);
            packet[0] = (byte)(flags | (isLast ? Vp9PayloadHeader.Ends : 0));
            BinaryPrimitives.WriteUInt16BigEndian(packet[1..], (ushort)(Vp9PayloadHeader.LongPicture | _picture));
            if (first > 0) WriteStructure(packet[head..], (VideoFormat)unit.Track.Format);
            rest[..length].CopyTo(packet[(head + first)..]);
            rest = rest[length..];
            flags &= unchecked((byte)~(Vp9PayloadHeader.Begins | Vp9PayloadHeader.HasStructure));
            first = 0;
        }

        _picture = (ushort)((_picture + 1) & ~Vp9PayloadHeader.LongPicture);
    }

    // One spatial layer, and no group of pictures.
    private static void WriteStructure(Span<byte> packet, VideoFormat format)
    {
        packet[0] = Vp9PayloadHeader.HasSizes;
        BinaryPrimitives.WriteUInt16BigEndian(packet[1..], (ushort)format.Width);
        BinaryPrimitives.WriteUInt16BigEndian(packet[3..], (ushort)format.Height);
    }
}
