using Headrace.Media.Codecs.Mpeg4Video;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats.Mpeg4Video;

/// <summary>Cuts pictures into packets of equal size (RFC 6416, 5), those that decoding may begin with behind their configuration.</summary>
internal sealed class Mpeg4VideoPacketizer(int maxPayloadBytes) : RtpPacketizer(maxPayloadBytes)
{
    /// <inheritdoc/>
    protected override void Write(AccessUnit unit, RtpPacketWriter output)
    {
        // All packets but the last have one size: segmentation offload sends such a run with one call.
        ReadOnlySpan<byte> config = unit.RandomAccess.IsPoint ? ((Mpeg4VideoFormat)unit.Track.Format).Config.Span : [];
        ReadOnlySpan<byte> picture = unit.Payload.Span;
        if (picture.IsEmpty) return;
        int total = config.Length + picture.Length;
        int count = (total + MaxPayloadBytes - 1) / MaxPayloadBytes;
        int size = (total + count - 1) / count;
        output.Expect(total, count);
        for (int at = 0; at < total;)
        {
            int length = Math.Min(size, total - at);
            Span<byte> packet = output.AddPacket(length, at + length == total);
            at += length;
            int head = Math.Min(config.Length, length);
            config[..head].CopyTo(packet);
            config = config[head..];
            picture[..(length - head)].CopyTo(packet[head..]);
            picture = picture[(length - head)..];
        }
    }
}
