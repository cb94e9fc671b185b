using Headrace.Media.Codecs.Framing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats.SyncFrames;

/// <summary>AC-3 and E-AC-3 (RFC 4184, 4.2; RFC 4598, 4.2): the frames of a unit together in packets while they fit; one that is too large in fragments of equal size. The marker ends each frame.</summary>
internal abstract class SyncFramePacketizer(FrameSyntax syntax, int maxPayloadBytes) : RtpPacketizer(maxPayloadBytes)
{
    /// <inheritdoc/>
    protected sealed override void Write(AccessUnit unit, RtpPacketWriter output)
    {
        ReadOnlySpan<byte> rest = unit.Payload.Span;
        uint timestamp = output.Timestamp;
        while (!rest.IsEmpty)
        {
            uint samples = 0;
            int count = 0;
            int length = 0;
            while (count < SyncFramePayload.MaxCount && syntax.TryMeasure(rest[length..], out FrameMeasure measure))
            {
                bool fits = SyncFramePayload.HeaderLength + length + measure.Length <= MaxPayloadBytes;
                if (count > 0 && !fits) break;
                length = Math.Min(rest.Length, length + measure.Length);
                samples += (uint)measure.Samples;
                count++;
                if (!fits) break;
            }

            if (count == 0)
            {
                Dropped++;
                return;
            }

            output.Timestamp = timestamp;
            if (SyncFramePayload.HeaderLength + length <= MaxPayloadBytes) WriteFrames(rest[..length], count, output);
            else WriteFragments(rest[..length], output);
            rest = rest[length..];
            timestamp = unchecked(timestamp + samples);
        }
    }

    /// <summary>The type of a fragment.</summary>
    /// <param name="isFirst">Whether the frame begins with it.</param>
    /// <param name="length">Bytes of the fragment.</param>
    /// <param name="frameLength">Bytes of the frame.</param>
    protected abstract byte TypeOf(bool isFirst, int length, int frameLength);

    private static void WriteFrames(ReadOnlySpan<byte> frames, int count, RtpPacketWriter output)
    {
        Span<byte> payload = output.AddPacket(SyncFramePayload.HeaderLength + frames.Length, hasMarker: true);
        (payload[0], payload[1]) = (SyncFramePayload.WholeFrames, (byte)count);
        frames.CopyTo(payload[SyncFramePayload.HeaderLength..]);
    }

    private void WriteFragments(ReadOnlySpan<byte> frame, RtpPacketWriter output)
    {
        int room = MaxPayloadBytes - SyncFramePayload.HeaderLength;
        int count = (frame.Length + room - 1) / room;
        ReadOnlySpan<byte> rest = frame;
        for (int left = count; left > 0; left--)
        {
            int length = (rest.Length + left - 1) / left;
            Span<byte> payload = output.AddPacket(SyncFramePayload.HeaderLength + length, hasMarker: left == 1);
            (payload[0], payload[1]) = (TypeOf(left == count, length, frame.Length), (byte)count);
            rest[..length].CopyTo(payload[SyncFramePayload.HeaderLength..]);
            rest = rest[length..];
        }
    }
}
