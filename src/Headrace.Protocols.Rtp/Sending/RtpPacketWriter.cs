using Headrace.Media.Buffers;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.Sending;

/// <summary>
/// Writes the packets of a track's units one after the other into a buffer that may hold other tracks' too. Each is preceded by its
/// interleaved header (RFC 2326, 10.12), so that a viewer over TCP gets the buffer as it is and others walk it (<see cref="InterleavedPackets"/>).
/// Single-threaded; allocates nothing.
/// </summary>
public sealed class RtpPacketWriter(MediaBufferWriter output, RtpSenderState sender, byte channel)
{
    /// <summary>Greatest payload: what the 16 bits of the interleaved length leave.</summary>
    public const int MaxPayloadBytes = ushort.MaxValue - RtpPacket.FixedHeaderLength;

    /// <summary>Bytes that a packet takes beside its payload.</summary>
    public const int Overhead = InterleavedHeader.Length + RtpPacket.FixedHeaderLength;

    /// <summary>The state that the packets are numbered from.</summary>
    public RtpSenderState Sender { get; } = sender;

    /// <summary>Channel in the interleaved headers.</summary>
    public byte Channel { get; } = channel;

    /// <summary>RTP timestamp of the packets that follow.</summary>
    public uint Timestamp { get; set; }

    /// <summary>Makes room at once for packets that are about to be added, so that the buffer need not grow in steps.</summary>
    public void Expect(int payloadBytes, int packets) => output.GetSpan(payloadBytes + packets * Overhead);

    /// <summary>
    /// Adds a packet and returns its payload of undefined bytes, to be filled before the next call.
    /// </summary>
    public Span<byte> AddPacket(int payloadLength, bool hasMarker)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)payloadLength, (uint)MaxPayloadBytes, nameof(payloadLength));
        Span<byte> bytes = output.Reserve(Overhead + payloadLength);
        InterleavedHeader.Write(bytes, Channel, RtpPacket.FixedHeaderLength + payloadLength);
        SequenceNumber number = Sender.CountPacket(payloadLength);
        new RtpHeader(Sender.PayloadType, hasMarker, number.Value, Timestamp, Sender.Ssrc).Write(bytes[InterleavedHeader.Length..]);
        return bytes[Overhead..];
    }
}
