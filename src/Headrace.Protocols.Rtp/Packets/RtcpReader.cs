using System.Buffers.Binary;

namespace Headrace.Protocols.Rtp.Packets;

/// <summary>
/// Walks the packets of one RTCP datagram (RFC 3550, 6.1). Lenient: it need not begin with a report (RFC 5506), and what came before a
/// broken packet stays valid.
/// </summary>
public ref struct RtcpReader(ReadOnlySpan<byte> bytes)
{
    private const int Version = 2;
    private const byte FirstType = 192;
    private const byte LastType = 223;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Why the walk ended; <see cref="RtcpError.None"/> at the end of the datagram.</summary>
    public RtcpError Error { get; private set; }

    /// <summary>True when a datagram on a port shared with RTP is RTCP (RFC 5761, 4).</summary>
    public static bool IsRtcp(ReadOnlySpan<byte> datagram) =>
        datagram.Length >= RtcpPacket.HeaderLength && datagram[0] >> 6 == Version && datagram[1] is >= FirstType and <= LastType;

    /// <summary>Reads the next packet; false at the end and at the first broken one.</summary>
    public bool TryRead(out RtcpPacket packet)
    {
        packet = default;
        if (_rest.IsEmpty) return false;
        RtcpError error = Measure(_rest, out int length, out int padding);
        if (error != RtcpError.None)
        {
            Error = error;
            _rest = default;
            return false;
        }

        packet = new RtcpPacket(_rest[..(length - padding)]);
        _rest = _rest[length..];
        return true;
    }

    private static RtcpError Measure(ReadOnlySpan<byte> bytes, out int length, out int padding)
    {
        length = 0;
        padding = 0;
        if (bytes.Length < RtcpPacket.HeaderLength) return RtcpError.TooShort;
        if (bytes[0] >> 6 != Version) return RtcpError.UnsupportedVersion;
        if (bytes[1] is < FirstType or > LastType) return RtcpError.NotRtcp;
        length = RtcpPacket.HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) * 4;
        if (length > bytes.Length) return RtcpError.Truncated;
        if ((bytes[0] & 0x20) == 0) return RtcpError.None;
        padding = bytes[length - 1];
        return padding == 0 || padding % 4 != 0 || padding > length - RtcpPacket.HeaderLength ? RtcpError.InvalidPadding : RtcpError.None;
    }
}
