using System.Buffers.Binary;

namespace Headrace.Protocols.Rtp.Packets;

/// <summary>A view of one RTCP packet within a datagram, without padding. Each <c>TryGet</c> is false for other types and for bodies that are too short.</summary>
public readonly ref struct RtcpPacket
{
    /// <summary>Bytes of the header that all types share.</summary>
    public const int HeaderLength = 4;

    private const byte CnameItem = 1;

    private readonly ReadOnlySpan<byte> _bytes;

    internal RtcpPacket(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The type.</summary>
    public RtcpPacketType Type => (RtcpPacketType)_bytes[1];

    /// <summary>Reports or sources in the packet; for feedback and APP packets, the subtype.</summary>
    public int Count => _bytes[0] & 0x1F;

    /// <summary>What follows the header.</summary>
    public ReadOnlySpan<byte> Body => _bytes[HeaderLength..];

    /// <summary>The report blocks of SR and RR; a truncated one ends them.</summary>
    public RtcpReportBlocks Reports
    {
        get
        {
            int start = Type switch
            {
                RtcpPacketType.SenderReport => RtcpSenderInfo.Length,
                RtcpPacketType.ReceiverReport => 4,
                _ => int.MaxValue,
            };
            return start > Body.Length ? default : new RtcpReportBlocks(Body[start..], Count);
        }
    }

    /// <summary>The sender of SR, RR, APP and feedback: their first four bytes.</summary>
    public bool TryGetSender(out uint ssrc)
    {
        ssrc = 0;
        if (Body.Length < 4 || Type is RtcpPacketType.SourceDescription or RtcpPacketType.Goodbye) return false;
        ssrc = BinaryPrimitives.ReadUInt32BigEndian(Body);
        return true;
    }

    /// <summary>The sender's part of an SR.</summary>
    public bool TryGetSenderInfo(out RtcpSenderInfo info)
    {
        info = default;
        if (Type != RtcpPacketType.SenderReport || Body.Length < RtcpSenderInfo.Length) return false;
        info = RtcpSenderInfo.Read(Body);
        return true;
    }

    /// <summary>The canonical name of the first source in an SDES (RFC 3550, 6.5.1), as UTF-8.</summary>
    public bool TryGetCname(out uint ssrc, out ReadOnlySpan<byte> cname)
    {
        ssrc = 0;
        cname = default;
        if (Type != RtcpPacketType.SourceDescription || Count == 0 || Body.Length < 4) return false;
        ssrc = BinaryPrimitives.ReadUInt32BigEndian(Body);
        ReadOnlySpan<byte> items = Body[4..];
        while (items.Length >= 2 && items[0] != 0)
        {
            int length = items[1];
            if (2 + length > items.Length) return false;
            if (items[0] == CnameItem)
            {
                cname = items.Slice(2, length);
                return true;
            }

            items = items[(2 + length)..];
        }

        return false;
    }

    /// <summary>A source that a BYE ends, by its position below <see cref="Count"/>.</summary>
    public bool TryGetGoodbye(int index, out uint ssrc)
    {
        ssrc = 0;
        if (Type != RtcpPacketType.Goodbye || (uint)index >= (uint)Count || Body.Length < (index + 1) * 4) return false;
        ssrc = BinaryPrimitives.ReadUInt32BigEndian(Body[(index * 4)..]);
        return true;
    }
}
