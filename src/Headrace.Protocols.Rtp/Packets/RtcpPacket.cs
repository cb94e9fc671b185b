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

    /// <summary>The whole packet, without padding.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

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
    public bool TryGetCname(out uint ssrc, out ReadOnlySpan<byte> cname) => TryGetCname(0, out ssrc, out cname);

    /// <summary>The canonical name of a source in an SDES, by the source's position below <see cref="Count"/>; false also for a source without one.</summary>
    public bool TryGetCname(int index, out uint ssrc, out ReadOnlySpan<byte> cname)
    {
        ssrc = 0;
        cname = default;
        if (Type != RtcpPacketType.SourceDescription || (uint)index >= (uint)Count) return false;
        ReadOnlySpan<byte> chunks = Body;
        while (chunks.Length >= sizeof(uint))
        {
            ssrc = BinaryPrimitives.ReadUInt32BigEndian(chunks);
            int length = MeasureChunk(chunks, out Range name);
            if (index-- == 0)
            {
                cname = chunks[name];
                return name.End.Value > 0;
            }

            chunks = chunks[length..];
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

    /// <summary>Measures a source and its items, which end with a zero octet and fill up to a word (6.5); broken ones go to the end.</summary>
    private static int MeasureChunk(ReadOnlySpan<byte> chunk, out Range cname)
    {
        cname = default;
        int at = sizeof(uint);
        while (at < chunk.Length && chunk[at] != 0)
        {
            if (at + 2 > chunk.Length || at + 2 + chunk[at + 1] > chunk.Length) return chunk.Length;
            int end = at + 2 + chunk[at + 1];
            if (chunk[at] == CnameItem && cname.End.Value == 0) cname = (at + 2)..end;
            at = end;
        }

        return Math.Min((at + 4) & ~3, chunk.Length);
    }
}
