using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.Sending;

/// <summary>What goes on from packet to packet of one sent track. Owned by the branch that sends it; single-threaded.</summary>
/// <param name="payloadType">Payload type, 0 to 127.</param>
/// <param name="ssrc">Synchronisation source.</param>
/// <param name="firstSequenceNumber">Random by RFC 3550, 5.1.</param>
/// <param name="timestampOffset">Random by RFC 3550, 5.1: the RTP timestamp of presentation time 0.</param>
public sealed class RtpSenderState(byte payloadType, uint ssrc, SequenceNumber firstSequenceNumber, uint timestampOffset)
{
    /// <summary>Payload type, 0 to 127.</summary>
    public byte PayloadType { get; } = (byte)(payloadType & 0x7F);

    /// <summary>Synchronisation source.</summary>
    public uint Ssrc { get; } = ssrc;

    /// <summary>RTP timestamp of presentation time 0.</summary>
    public uint TimestampOffset { get; } = timestampOffset;

    /// <summary>Number that the next packet gets.</summary>
    public SequenceNumber NextSequenceNumber { get; private set; } = firstSequenceNumber;

    /// <summary>Packets sent, modulo 2^32, for sender reports.</summary>
    public uint PacketCount { get; private set; }

    /// <summary>Payload bytes sent, modulo 2^32, for sender reports.</summary>
    public uint OctetCount { get; private set; }

    /// <summary>The RTP timestamp of a time in ticks of the track's clock.</summary>
    public uint ToRtpTimestamp(long time) => unchecked((uint)time + TimestampOffset);

    internal SequenceNumber CountPacket(int payloadLength)
    {
        SequenceNumber number = NextSequenceNumber;
        NextSequenceNumber = number.Next;
        unchecked
        {
            PacketCount++;
            OctetCount += (uint)payloadLength;
        }

        return number;
    }
}
