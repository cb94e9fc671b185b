using System.Buffers.Binary;

namespace Headrace.Protocols.Rtp.Packets;

/// <summary>A validated view of one RTP packet (RFC 3550, 5.1). It copies nothing and lives as long as the bytes.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// |                           timestamp                           |
/// |                             SSRC                              |
/// |                   CSRC, CC times (optional)                   |
/// |    extension profile (if X)   | extension length in words     |
/// |                 extension, payload, padding                   |
/// </code>
/// </remarks>
public readonly ref struct RtpPacket
{
    /// <summary>Bytes of the header without contributing sources and extension.</summary>
    public const int FixedHeaderLength = 12;

    /// <summary>Contributing sources that a header can name.</summary>
    public const int MaxCsrcs = 15;

    private const int Version = 2;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _headerLength;

    private RtpPacket(ReadOnlySpan<byte> bytes, int headerLength, int paddingLength)
    {
        _bytes = bytes;
        _headerLength = headerLength;
        PaddingLength = paddingLength;
    }

    /// <summary>The marker bit: for most payload formats, the last packet of a unit.</summary>
    public bool HasMarker => (_bytes[1] & 0x80) != 0;

    /// <summary>The payload type, 0 to 127.</summary>
    public byte PayloadType => (byte)(_bytes[1] & 0x7F);

    /// <summary>The sequence number.</summary>
    public SequenceNumber SequenceNumber => new(BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]));

    /// <summary>The timestamp in ticks of the payload format's clock.</summary>
    public uint Timestamp => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    /// <summary>The synchronisation source.</summary>
    public uint Ssrc => BinaryPrimitives.ReadUInt32BigEndian(_bytes[8..]);

    /// <summary>Number of contributing sources.</summary>
    public int CsrcCount => _bytes[0] & 0x0F;

    /// <summary>Bytes of padding at the end, its count octet included; 0 when there is none.</summary>
    public int PaddingLength { get; }

    /// <summary>What is carried, without padding; may be empty (keep-alives).</summary>
    public ReadOnlySpan<byte> Payload => _bytes[_headerLength..^PaddingLength];

    /// <summary>The whole packet.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The header extension; empty when there is none.</summary>
    public RtpHeaderExtensions Extensions
    {
        get
        {
            if ((_bytes[0] & 0x10) == 0) return default;
            int start = FixedHeaderLength + CsrcCount * 4;
            return new RtpHeaderExtensions(BinaryPrimitives.ReadUInt16BigEndian(_bytes[start..]), _bytes[(start + 4).._headerLength]);
        }
    }

    /// <summary>A contributing source by its position, below <see cref="CsrcCount"/>.</summary>
    public uint GetCsrc(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)CsrcCount, nameof(index));
        return BinaryPrimitives.ReadUInt32BigEndian(_bytes[(FixedHeaderLength + index * 4)..]);
    }

    /// <summary>Views <paramref name="bytes"/> as a packet when they are one, else says why not (RFC 3550, A.1).</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out RtpPacket packet, out RtpPacketError error)
    {
        packet = default;
        error = TryMeasure(bytes, out int headerLength, out int paddingLength);
        if (error != RtpPacketError.None) return false;
        packet = new RtpPacket(bytes, headerLength, paddingLength);
        return true;
    }

    private static RtpPacketError TryMeasure(ReadOnlySpan<byte> bytes, out int headerLength, out int paddingLength)
    {
        headerLength = 0;
        paddingLength = 0;
        if (bytes.Length < FixedHeaderLength) return RtpPacketError.TooShort;
        int first = bytes[0];
        if (first >> 6 != Version) return RtpPacketError.UnsupportedVersion;

        headerLength = FixedHeaderLength + (first & 0x0F) * 4;
        if (headerLength > bytes.Length) return RtpPacketError.TruncatedCsrcs;

        if ((first & 0x10) != 0)
        {
            if (headerLength + 4 > bytes.Length) return RtpPacketError.TruncatedExtension;
            headerLength += 4 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(headerLength + 2)..]) * 4;
            if (headerLength > bytes.Length) return RtpPacketError.TruncatedExtension;
        }

        if ((first & 0x20) != 0)
        {
            paddingLength = bytes[^1];
            if (paddingLength == 0 || paddingLength > bytes.Length - headerLength) return RtpPacketError.InvalidPadding;
        }

        return RtpPacketError.None;
    }
}
