using Headrace.Media.Bits;
using Headrace.Media.Codecs.JpegXs;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats.JpegXs;

/// <summary>
/// Cuts frames into packets (RFC 9134), in order (T = 1): each packetization unit, as its sender cut it, in packets of equal size. The marker is on the last packet of a frame,
/// and where units are whole picture segments on that of each field, as it is the same as L there (4.3).
/// </summary>
internal sealed class JpegXsPacketizer(int maxPayloadBytes) : RtpPacketizer(maxPayloadBytes)
{
    private byte _frame;

    /// <inheritdoc/>
    protected override void Write(AccessUnit unit, RtpPacketWriter output)
    {
        ReadOnlySpan<byte> payload = unit.Payload.Span;
        (bool isSliced, int segments, int longest) = Measure(payload);
        int room = MaxPayloadBytes - JpegXsPayloadHeader.Length;
        if (isSliced && longest > room * JpegXsPayloadHeader.Counter)
        {
            Dropped++;
            return;
        }

        output.Expect(payload.Length, payload.Length / (MaxPayloadBytes / 2) + 8);
        int at = 0;
        int field = 0;
        int slice = 0;
        foreach (ReadOnlySpan<byte> piece in new NalUnits(payload))
        {
            at += NalUnits.CanonicalLengthSize + piece.Length;
            bool begins = !JpegXsHeader.IsSlice(piece);
            if (begins) (field, slice) = (field + 1, 0);
            byte interlace = segments < 2 ? JpegXsPayloadHeader.Progressive : field == 1 ? JpegXsPayloadHeader.FirstField : JpegXsPayloadHeader.SecondField;
            int number = !isSliced ? 0 : begins ? JpegXsPayloadHeader.HeaderSegment : slice++ % JpegXsPayloadHeader.HeaderSegment;
            Send(piece, new JpegXsPayloadHeader(true, isSliced, false, interlace, _frame, number, 0), !isSliced || at == payload.Length, output);
        }

        _frame = (byte)((_frame + 1) % JpegXsPayloadHeader.Frames);
    }

    private static (bool IsSliced, int Segments, int Longest) Measure(ReadOnlySpan<byte> payload)
    {
        bool isSliced = false;
        int segments = 0;
        int longest = 0;
        foreach (ReadOnlySpan<byte> piece in new NalUnits(payload))
        {
            if (JpegXsHeader.IsSlice(piece)) isSliced = true;
            else segments++;
            longest = Math.Max(longest, piece.Length);
        }

        return (isSliced, segments, longest);
    }

    private void Send(ReadOnlySpan<byte> piece, JpegXsPayloadHeader header, bool hasMarker, RtpPacketWriter output)
    {
        // All packets but the last have one size: segmentation offload sends such a run with one call.
        int room = MaxPayloadBytes - JpegXsPayloadHeader.Length;
        int count = (piece.Length + room - 1) / room;
        int size = (piece.Length + count - 1) / count;
        for (int number = 0; !piece.IsEmpty; number++)
        {
            int length = Math.Min(size, piece.Length);
            bool isLast = length == piece.Length;
            int unit = header.IsSliced ? header.Unit : number / JpegXsPayloadHeader.Counter;
            Span<byte> packet = output.AddPacket(JpegXsPayloadHeader.Length + length, isLast && hasMarker);
            (header with { IsLast = isLast, Unit = unit, Packet = number % JpegXsPayloadHeader.Counter }).Write(packet);
            piece[..length].CopyTo(packet[JpegXsPayloadHeader.Length..]);
            piece = piece[length..];
        }
    }
}
