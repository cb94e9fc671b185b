using System.Buffers.Binary;

namespace Headrace.Media.Codecs.MpegAudio;

/// <summary>
/// The header of a frame of MPEG audio (ISO/IEC 11172-3 and 13818-3, 2.4.1.3).
/// <code>
/// | sync 11 | version 2 | layer 2 | no CRC 1 | bit rate 4 | rate 2 | padding 1 | private 1 | mode 2 | extension 2 | copyright 1 | original 1 | emphasis 2 |
/// </code>
/// </summary>
/// <param name="Version">Which standard.</param>
/// <param name="Layer">1 to 3.</param>
/// <param name="HasCrc">True when a checksum of 16 bits follows the header.</param>
/// <param name="BitRate">Kilobits a second, 8 to 448.</param>
/// <param name="SampleRate">Samples a second, 8,000 to 48,000.</param>
/// <param name="HasPadding">True when the frame has one slot more than its rate asks for.</param>
/// <param name="Channels">1 or 2.</param>
public readonly record struct MpegAudioHeader(MpegAudioVersion Version, int Layer, bool HasCrc, int BitRate, int SampleRate, bool HasPadding, int Channels)
{
    /// <summary>Bytes of the header, without checksum.</summary>
    public const int Length = 4;

    /// <summary>Greatest length of a frame: layer II, 160 kbit/s at 8 kHz, padded.</summary>
    public const int MaxFrameLength = 2881;

    private const uint Sync = 0xFFE0_0000;
    private const int Mono = 3;
    private const int FreeFormatIndex = 0;
    private const int ForbiddenIndex = 15;
    private const int ReservedEmphasis = 2;
    private const int SlotOfLayer1 = 4;

    /// <summary>Samples of a channel in the frame.</summary>
    public int SamplesPerFrame => MpegAudioTables.SamplesOf(Version, Layer);

    /// <summary>Bytes of the frame with its header.</summary>
    public int FrameLength
    {
        get
        {
            int padding = HasPadding ? 1 : 0;
            int slots = SamplesPerFrame / 8 * BitRate * 1000;
            return Layer == 1 ? (slots / SlotOfLayer1 / SampleRate + padding) * SlotOfLayer1 : slots / SampleRate + padding;
        }
    }

    /// <summary>Reads the header at the start, or says why there is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out MpegAudioHeader header, out MpegAudioFault fault)
    {
        header = default;
        fault = Check(bytes, out uint fields);
        if (fault != MpegAudioFault.None) return false;
        MpegAudioVersion version = (fields >> 19 & 3) switch { 0 => MpegAudioVersion.Mpeg25, 2 => MpegAudioVersion.Mpeg2, _ => MpegAudioVersion.Mpeg1 };
        int layer = 4 - (int)(fields >> 17 & 3);
        header = new MpegAudioHeader(
            version,
            layer,
            (fields & 1 << 16) == 0,
            MpegAudioTables.BitRateOf(version, layer, (int)(fields >> 12 & 15)),
            MpegAudioTables.RateOf(version, (int)(fields >> 10 & 3)),
            (fields & 1 << 9) != 0,
            (fields >> 6 & 3) == Mono ? 1 : 2);
        return true;
    }

    /// <summary>Writes the header, as of an original in stereo or mono; the bit rate and the sample rate must be such as the tables have.</summary>
    public void Write(Span<byte> destination)
    {
        uint version = Version switch { MpegAudioVersion.Mpeg25 => 0, MpegAudioVersion.Mpeg2 => 2, _ => 3u };
        uint fields = Sync | version << 19 | (uint)(4 - Layer) << 17 | (HasCrc ? 0u : 1u << 16);
        fields |= (uint)MpegAudioTables.IndexOfBitRate(Version, Layer, BitRate) << 12 | (uint)MpegAudioTables.IndexOfRate(Version, SampleRate) << 10;
        fields |= (HasPadding ? 1u << 9 : 0) | (Channels == 1 ? (uint)Mono << 6 : 0) | 1 << 2;
        BinaryPrimitives.WriteUInt32BigEndian(destination, fields);
    }

    private static MpegAudioFault Check(ReadOnlySpan<byte> bytes, out uint fields)
    {
        fields = 0;
        if (bytes.Length < Length) return MpegAudioFault.TooShort;
        fields = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if ((fields & Sync) != Sync) return MpegAudioFault.NoSync;
        uint bitRate = fields >> 12 & 15;
        bool isReserved = (fields >> 19 & 3) == 1 || (fields >> 17 & 3) == 0 || (fields >> 10 & 3) == 3 || (fields & 3) == ReservedEmphasis || bitRate == ForbiddenIndex;
        return isReserved ? MpegAudioFault.Reserved : bitRate == FreeFormatIndex ? MpegAudioFault.FreeFormat : MpegAudioFault.None;
    }
}
