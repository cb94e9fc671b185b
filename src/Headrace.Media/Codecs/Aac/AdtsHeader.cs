using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Headrace.Media.Codecs.Aac;

/// <summary>
/// The header of an ADTS frame (ISO/IEC 14496-3, 1.A.3.2), for frames of one raw data block.
/// <code>
/// | sync 12 | id 1 | layer 2 | no CRC 1 | profile 2 | rate index 4 | private 1 | channels 3 | 4 | length 13 | fullness 11 | blocks - 1: 2 | CRC 16? |
/// </code>
/// </summary>
/// <param name="ObjectType">Audio object type, 1 to 4.</param>
/// <param name="SampleRate">Samples a second of the core.</param>
/// <param name="ChannelConfiguration">1 to 7; 0 when a program config element within the frame says it.</param>
/// <param name="HeaderLength">Bytes of the header: 7, or 9 with a checksum.</param>
/// <param name="FrameLength">Bytes of the frame with its header.</param>
public readonly record struct AdtsHeader(int ObjectType, int SampleRate, int ChannelConfiguration, int HeaderLength, int FrameLength)
{
    /// <summary>Bytes of a header without checksum: what is written.</summary>
    public const int Length = 7;

    /// <summary>Greatest length of a frame with its header.</summary>
    public const int MaxFrameLength = (1 << 13) - 1;

    private const uint SbrObjectType = 5;
    private const int UnknownFullness = 0x7FF;

    /// <summary>Reads the header at the start. False when there is none, it is cut off, or the frame holds several raw data blocks.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out AdtsHeader header)
    {
        header = default;
        if (bytes.Length < Length || (BinaryPrimitives.ReadUInt16BigEndian(bytes) & 0xFFF6) != 0xFFF0) return false;
        ulong fields = (ulong)BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]) << 8 | bytes[6];
        int rate = AacTables.RateOf((uint)(fields >> 34 & 15));
        int headerLength = (bytes[1] & 1) != 0 ? Length : Length + 2;
        int frameLength = (int)(fields >> 13 & MaxFrameLength);
        if (rate == 0 || frameLength < headerLength || (fields & 3) != 0) return false;
        header = new AdtsHeader((int)(fields >> 38 & 3) + 1, rate, (int)(fields >> 30 & 7), headerLength, frameLength);
        return true;
    }

    /// <summary>
    /// Writes the header of a raw frame into the first <see cref="Length"/> bytes. False when ADTS cannot say it: object types above 4,
    /// explicit rates, more than eight channels, a frame above 8,184 bytes. HE-AAC is written as its core.
    /// </summary>
    public static bool TryWrite(Span<byte> destination, AacConfig config, int rawLength)
    {
        int rate = AacTables.IndexOf(config.CoreSampleRate);
        int length = rawLength + Length;
        if (config.ObjectType is < 1 or > 4 || rate < 0 || config.ChannelConfiguration > 7 || length > MaxFrameLength || destination.Length < Length) return false;
        BinaryPrimitives.WriteUInt16BigEndian(destination, 0xFFF1);
        ulong fields = (ulong)(config.ObjectType - 1) << 38 | (ulong)rate << 34 | (ulong)config.ChannelConfiguration << 30;
        fields |= (ulong)length << 13 | UnknownFullness << 2;
        BinaryPrimitives.WriteUInt32BigEndian(destination[2..], (uint)(fields >> 8));
        destination[6] = (byte)fields;
        return true;
    }

    /// <summary>The format that the header states. False where a program config element within the frame would have to be read.</summary>
    /// <param name="format">The format.</param>
    /// <param name="hasBandReplication">True where something else says that the header is that of the core of HE-AAC.</param>
    public bool TryGetFormat([NotNullWhen(true)] out AacFormat? format, bool hasBandReplication = false)
    {
        Span<byte> bytes = stackalloc byte[4];
        int core = AacTables.IndexOf(SampleRate);
        int doubled = AacTables.IndexOf(2 * SampleRate);
        if (hasBandReplication && doubled >= 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, SbrObjectType << 27 | (uint)core << 23 | (uint)ChannelConfiguration << 19 | (uint)doubled << 15 | (uint)ObjectType << 10);
            return AacFormat.TryParse(bytes, out format);
        }

        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(ObjectType << 11 | core << 7 | ChannelConfiguration << 3));
        return AacFormat.TryParse(bytes[..2], out format);
    }
}
