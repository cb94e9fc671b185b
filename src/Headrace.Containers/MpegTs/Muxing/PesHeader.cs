using System.Buffers.Binary;

namespace Headrace.Containers.MpegTs.Muxing;

/// <summary>
/// The header of a PES packet with timestamps (ISO/IEC 13818-1, 2.4.3.6).
/// <code>
/// | 00 00 01 | stream id 8 | length 16 | 10, aligned 1: 0x84 | PTS, DTS: flags 8 | header length 8 | PTS 40 | DTS 40? |
/// </code>
/// </summary>
/// <param name="StreamId">stream_id.</param>
/// <param name="PresentationTime">PTS; more than 33 bits wrap around.</param>
/// <param name="DecodeTime">DTS; written where it is another time than the PTS.</param>
internal readonly record struct PesHeader(byte StreamId, long PresentationTime, long DecodeTime)
{
    /// <summary>Bytes in front of what the length counts.</summary>
    public const int PrefixLength = 6;

    /// <summary>The greatest length of a header.</summary>
    public const int MaxLength = FixedLength + 2 * TsTimestamp.Length;

    /// <summary>Bytes up to the timestamps.</summary>
    public const int FixedLength = 9;

    private const byte Aligned = 0x84;
    private const byte HasPts = 0x80;
    private const byte HasBoth = 0xC0;

    private bool HasDts => DecodeTime != PresentationTime;

    /// <summary>Bytes of the header.</summary>
    public int Length => FixedLength + (HasDts ? 2 : 1) * TsTimestamp.Length;

    /// <summary>Writes it into its <see cref="Length"/> bytes. A packet that is too long for its length field says 0, as video may.</summary>
    public void Write(Span<byte> destination, int payloadLength)
    {
        int length = Length + payloadLength - PrefixLength;
        BinaryPrimitives.WriteUInt32BigEndian(destination, 0x0000_0100U | StreamId);
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], (ushort)(length <= ushort.MaxValue ? length : 0));
        destination[6] = Aligned;
        destination[7] = HasDts ? HasBoth : HasPts;
        destination[8] = (byte)(Length - FixedLength);
        TsTimestamp.Write(destination[FixedLength..], HasDts ? 3 : 2, PresentationTime);
        if (HasDts) TsTimestamp.Write(destination[(FixedLength + TsTimestamp.Length)..], 1, DecodeTime);
    }
}
