using System.Buffers.Binary;
using System.Text.Unicode;

namespace Headrace.Protocols.Rtp.Packets;

/// <summary>Writes RTCP packets one after the other into a datagram's bytes (RFC 3550, 6). Too small a destination is a programming error and throws.</summary>
public ref struct RtcpWriter(Span<byte> destination)
{
    /// <summary>Report blocks that one SR or RR can carry.</summary>
    public const int MaxReports = 31;

    /// <summary>Greatest length of a CNAME in UTF-8; a longer one is cut.</summary>
    public const int MaxCnameLength = 255;

    private const int Version = 2;
    private const byte CnameItem = 1;

    private readonly Span<byte> _destination = destination;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Writes an SR with the reports of what this sender receives (6.4.1).</summary>
    public void WriteSenderReport(in RtcpSenderInfo info, scoped ReadOnlySpan<RtcpReportBlock> reports = default)
    {
        Span<byte> body = Begin(RtcpPacketType.SenderReport, reports.Length, RtcpSenderInfo.Length + reports.Length * RtcpReportBlock.Length);
        info.Write(body);
        WriteReports(body[RtcpSenderInfo.Length..], reports);
    }

    /// <summary>Writes an RR (6.4.2).</summary>
    public void WriteReceiverReport(uint ssrc, scoped ReadOnlySpan<RtcpReportBlock> reports)
    {
        Span<byte> body = Begin(RtcpPacketType.ReceiverReport, reports.Length, 4 + reports.Length * RtcpReportBlock.Length);
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        WriteReports(body[4..], reports);
    }

    /// <summary>Writes an SDES with the canonical name of one source (6.5.1).</summary>
    public void WriteCname(uint ssrc, scoped ReadOnlySpan<char> cname)
    {
        Span<byte> name = stackalloc byte[MaxCnameLength];
        Utf8.FromUtf16(cname, name, out _, out int nameLength);

        // The list of items ends with at least one zero octet and fills up to a word.
        int length = (4 + 2 + nameLength + 1 + 3) & ~3;
        Span<byte> body = Begin(RtcpPacketType.SourceDescription, 1, length);
        body.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        body[4] = CnameItem;
        body[5] = (byte)nameLength;
        name[..nameLength].CopyTo(body[6..]);
    }

    /// <summary>Writes a BYE of one source, without a reason (6.6).</summary>
    public void WriteGoodbye(uint ssrc) =>
        BinaryPrimitives.WriteUInt32BigEndian(Begin(RtcpPacketType.Goodbye, 1, 4), ssrc);

    private static void WriteReports(Span<byte> bytes, ReadOnlySpan<RtcpReportBlock> reports)
    {
        for (int i = 0; i < reports.Length; i++) reports[i].Write(bytes[(i * RtcpReportBlock.Length)..]);
    }

    private Span<byte> Begin(RtcpPacketType type, int count, int bodyLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxReports);
        Span<byte> packet = _destination.Slice(Length, RtcpPacket.HeaderLength + bodyLength);
        packet[0] = (byte)(Version << 6 | count);
        packet[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(bodyLength / 4));
        Length += packet.Length;
        return packet[RtcpPacket.HeaderLength..];
    }
}
