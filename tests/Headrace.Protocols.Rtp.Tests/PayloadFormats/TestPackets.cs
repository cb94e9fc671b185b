using System.Buffers.Binary;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>Makes packets: by hand, or of units.</summary>
internal static class TestPackets
{
    public const uint TimestampOffset = 0xFFFF_8000;

    public static byte[] Make(int sequence, uint timestamp, bool hasMarker, params byte[] payload)
    {
        byte[] packet = new byte[RtpPacket.FixedHeaderLength + payload.Length];
        packet[0] = 0x80;
        packet[1] = (byte)(96 | (hasMarker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        payload.CopyTo(packet, RtpPacket.FixedHeaderLength);
        return packet;
    }

    public static RtpTrackDescription Describe(string rtpmap, string fmtp = "", string kind = "video")
    {
        string payloadType = rtpmap.Split(' ')[0];
        List<SdpAttributeLine> lines = [new SdpAttributeLine("rtpmap", rtpmap)];
        if (fmtp.Length > 0) lines.Add(new SdpAttributeLine("fmtp", $"{payloadType} {fmtp}"));
        MediaDescription media = new() { Kind = kind, Formats = [payloadType], Attributes = [.. lines] };
        Assert.True(RtpPayloadFormats.TryRead(media, out RtpTrackDescription? description, out RtpTrackRefusal reason), reason.ToString());
        return description;
    }

    /// <summary>What a reader of the medium that we send would understand.</summary>
    public static RtpTrackDescription Describe(Track track)
    {
        MediaDescription media = RtpPayloadFormats.Find(track.Codec)!.Describe(track, 96, "trackID=0");
        string text = SdpWriter.Write(new SessionDescription { Media = [media] });
        Assert.True(SdpReader.TryRead(text.AsSpan(), out SessionDescription session, out _));
        Assert.True(RtpPayloadFormats.TryRead(session.Media[0], out RtpTrackDescription? description, out RtpTrackRefusal reason), reason.ToString());
        return description;
    }

    public static RtpSenderState Sender(byte payloadType = 96) => new(payloadType, 0x11223344, new SequenceNumber(65_500), TimestampOffset);

    public static AccessUnit Unit(Track track, long sequence, long time, MediaBuffer payload, RandomAccess randomAccess) => new()
    {
        Track = track,
        Sequence = sequence,
        DecodeTime = time,
        PresentationOffset = 0,
        Arrival = default,
        PathTime = 0,
        RandomAccess = randomAccess,
        Payload = payload,
    };

    /// <summary>The packets of units, in order.</summary>
    public static List<byte[]> Of(IEnumerable<AccessUnit> units, RtpPacketizer packetizer, RtpSenderState? sender = null)
    {
        MediaBufferPool pool = new();
        using MediaBufferWriter output = new(pool);
        RtpPacketWriter writer = new(output, sender ?? Sender(), 2);
        List<byte[]> packets = [];
        foreach (AccessUnit unit in units)
        {
            packetizer.Packetize(unit, writer);
            MediaBuffer group = output.Detach();
            int end = 0;
            foreach (InterleavedPacket packet in new InterleavedPackets(group.Span))
            {
                Assert.Equal(2, packet.Channel);
                packets.Add(group.Span.Slice(packet.Offset, packet.Length).ToArray());
                end = packet.Offset + packet.Length;
            }

            Assert.Equal(group.Length, end);
            group.Release();
        }

        return packets;
    }

    public static byte[] PayloadOf(byte[] packet) => packet[RtpPacket.FixedHeaderLength..];

    public static bool HasMarker(byte[] packet) => packet[1] >= 0x80;
}
