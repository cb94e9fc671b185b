using System.Buffers.Binary;
using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Ac3;

/// <summary>
/// The beginning of an AC-3 frame: synchronisation and bit stream information (ETSI TS 102 366, 4.3.1 and 4.3.2).
/// <code>
/// | 0x0B77 16 | CRC 16 | fscod 2 | frmsizecod 6 | bsid 5 | bsmod 3 | acmod 3 | mix levels 2 each? | lfeon 1 | … |
/// </code>
/// </summary>
/// <param name="RateCode">fscod, 0 to 2.</param>
/// <param name="FrameSizeCode">frmsizecod, 0 to 37.</param>
/// <param name="BitStreamId">bsid: 8 or less; 9 and 10 say that the sample rate is a half and a quarter.</param>
/// <param name="BitStreamMode">bsmod: 0 for the complete main service.</param>
/// <param name="CodingMode">acmod: which full-bandwidth channels there are.</param>
/// <param name="HasLfe">True when there is a channel of low frequencies.</param>
public readonly record struct Ac3Header(int RateCode, int FrameSizeCode, int BitStreamId, int BitStreamMode, int CodingMode, bool HasLfe)
{
    /// <summary>Bytes that must be there to read it.</summary>
    public const int Length = 7;

    /// <summary>Greatest length of a frame: 640 kbit/s at 32 kHz.</summary>
    public const int MaxFrameLength = 3840;

    /// <summary>Samples of a channel in the frame.</summary>
    public const int SamplesPerFrame = Ac3Tables.BlocksPerUnit * Ac3Tables.SamplesPerBlock;

    /// <summary>The first 16 bits of a frame.</summary>
    public const ushort Sync = 0x0B77;

    /// <summary>Greatest bsid that is AC-3; from 11 on it is E-AC-3.</summary>
    public const int MaxBitStreamId = 10;

    private const int FullRateId = 8;
    private const int BitStreamIdAt = 5;

    /// <summary>Samples a second.</summary>
    public int SampleRate => Ac3Tables.RateOf(RateCode) >> Math.Max(0, BitStreamId - FullRateId);

    /// <summary>Kilobits a second.</summary>
    public int BitRate => Ac3Tables.BitRateOf(FrameSizeCode) >> Math.Max(0, BitStreamId - FullRateId);

    /// <summary>Channels, that of low frequencies included.</summary>
    public int Channels => Ac3Tables.ChannelsOf(CodingMode) + (HasLfe ? 1 : 0);

    /// <summary>Bytes of the frame with its header.</summary>
    public int FrameLength => Ac3Tables.FrameLengthOf(RateCode, FrameSizeCode);

    /// <summary>The bsid at the place that AC-3 and E-AC-3 both have it; -1 where no frame of either begins.</summary>
    public static int ReadBitStreamId(ReadOnlySpan<byte> bytes) => bytes.Length > BitStreamIdAt && BinaryPrimitives.ReadUInt16BigEndian(bytes) == Sync ? bytes[BitStreamIdAt] >> 3 : -1;

    /// <summary>Reads the header at the start. False when there is none, it is cut off, or has a reserved code.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Ac3Header header)
    {
        header = default;
        if (bytes.Length < Length || ReadBitStreamId(bytes) is < 0 or > MaxBitStreamId) return false;
        BitReader reader = new(bytes[4..Length]);
        int rateCode = (int)reader.Read(2);
        int sizeCode = (int)reader.Read(6);
        if (rateCode == Ac3Tables.ReservedRateCode || sizeCode >= Ac3Tables.FrameSizeCodes) return false;
        int id = (int)reader.Read(5);
        int mode = (int)reader.Read(3);
        int coding = (int)reader.Read(3);
        if ((coding & 1) != 0 && coding != 1) reader.Skip(2); // cmixlev
        if ((coding & 4) != 0) reader.Skip(2); // surmixlev
        if (coding == 2) reader.Skip(2); // dsurmod
        header = new Ac3Header(rateCode, sizeCode, id, mode, coding, reader.ReadFlag());
        return !reader.HasFailed;
    }
}
