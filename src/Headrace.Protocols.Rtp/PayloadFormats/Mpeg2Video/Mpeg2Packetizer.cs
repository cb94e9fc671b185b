using System.Buffers.Binary;
using Headrace.Media.Bits;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats.Mpeg2Video;

/// <summary>Cuts pictures into packets (RFC 2250, 3): whole slices as far as they fit, the headers with the first of them; a larger slice in parts.</summary>
internal sealed class Mpeg2Packetizer(int maxPayloadBytes) : RtpPacketizer(maxPayloadBytes)
{
    private const int StartCodeLength = 3;
    private const byte PictureCode = 0;
    private const byte LastSliceCode = 0xAF;
    private const byte SequenceCode = 0xB3;

    /// <inheritdoc/>
    protected override void Write(AccessUnit unit, RtpPacketWriter output)
    {
        ReadOnlySpan<byte> picture = unit.Payload.Span;
        int room = MaxPayloadBytes - Mpeg2PayloadHeader.Length;
        output.Expect(picture.Length, picture.Length / (room / 2) + 8);
        uint header = 0;
        int begin = 0;
        int end = 0;
        while (end < picture.Length)
        {
            (int slice, int next) = FindSlice(picture, end);

            // Headers begin a packet: those of the picture, and of its second field.
            if (slice > end || next - begin > room)
            {
                if (end > begin) Send(picture, begin, end, header, output);
                begin = end;
            }

            if (slice > end) header = HeaderOf(picture[end..slice]);
            if (next - begin > room)
            {
                Send(picture, begin, next, header, output);
                begin = next;
            }

            end = next;
        }

        if (end > begin) Send(picture, begin, end, header, output);
    }

    /// <summary>Where the next slice begins and ends.</summary>
    private static (int Begin, int End) FindSlice(ReadOnlySpan<byte> picture, int from)
    {
        int begin = from;
        while (true)
        {
            int at = AnnexB.IndexOfStartCode(picture[begin..]);
            if (at < 0 || begin + at + StartCodeLength >= picture.Length) return (picture.Length, picture.Length);
            begin += at;
            if (picture[begin + StartCodeLength] is > PictureCode and <= LastSliceCode) break;
            begin += StartCodeLength;
        }

        int end = AnnexB.IndexOfStartCode(picture[(begin + StartCodeLength)..]);
        return (begin, end < 0 ? picture.Length : begin + StartCodeLength + end);
    }

    private static uint HeaderOf(ReadOnlySpan<byte> headers)
    {
        uint header = 0;
        for (int at = AnnexB.IndexOfStartCode(headers); at >= 0; at = AnnexB.IndexOfStartCode(headers))
        {
            headers = headers[(at + StartCodeLength)..];
            if (headers.IsEmpty) break;
            if (headers[0] == SequenceCode) header |= Mpeg2PayloadHeader.HasSequence;
            if (headers[0] == PictureCode) header |= Mpeg2PayloadHeader.Of(headers[1..]);
        }

        return header;
    }

    private void Send(ReadOnlySpan<byte> picture, int begin, int end, uint header, RtpPacketWriter output)
    {
        int room = MaxPayloadBytes - Mpeg2PayloadHeader.Length;
        for (int at = begin; at < end;)
        {
            int length = Math.Min(room, end - at);
            Span<byte> packet = output.AddPacket(Mpeg2PayloadHeader.Length + length, at + length == picture.Length);
            uint flags = (at == begin ? Mpeg2PayloadHeader.BeginsSlice : 0) | (at + length == end ? Mpeg2PayloadHeader.EndsSlice : 0);
            BinaryPrimitives.WriteUInt32BigEndian(packet, (at == 0 ? header : header & ~Mpeg2PayloadHeader.HasSequence) | flags);
            picture.Slice(at, length).CopyTo(packet[Mpeg2PayloadHeader.Length..]);
            at += length;
        }
    }
}
