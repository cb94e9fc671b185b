using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Flac;

/// <summary>
/// The header of a FLAC frame (RFC 9639, 9.1).
/// <code>
/// | sync 15 | blocking 1 | block size 4 | rate 4 | channels 4 | bits 3 | 0 1 | coded number 8 to 56 | block size 0, 8, 16 | rate 0, 8, 16 | CRC 8 |
/// </code>
/// </summary>
/// <param name="IsVariable">True when blocks differ in size: the number counts samples then, else frames.</param>
/// <param name="BlockSize">Samples of a channel in the frame, 1 to 65,535.</param>
/// <param name="SampleRate">Samples a second; 0 where STREAMINFO says it.</param>
/// <param name="Channels">Channels, 1 to 8.</param>
/// <param name="BitsPerSample">Bits of a sample; 0 where STREAMINFO says it.</param>
/// <param name="Number">Number of the frame, or of its first sample.</param>
/// <param name="Length">Bytes of the header.</param>
public readonly record struct FlacHeader(bool IsVariable, int BlockSize, int SampleRate, int Channels, int BitsPerSample, long Number, int Length)
{
    /// <summary>Greatest length, in bytes.</summary>
    public const int MaxLength = 16;

    /// <summary>Bytes behind the subframes: their CRC.</summary>
    public const int FooterLength = 2;

    private const int Sync = 0x7FFC;
    private const int MaxBlockSize = ushort.MaxValue;

    /// <summary>Reads the header at the start. False when there is none, it is cut off, its CRC is wrong, or it has a reserved code.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FlacHeader header)
    {
        header = default;
        BitReader reader = new(bytes[..Math.Min(bytes.Length, MaxLength)]);
        if (reader.Read(15) != Sync) return false;
        bool isVariable = reader.ReadFlag();
        int sizeCode = (int)reader.Read(4);
        int rateCode = (int)reader.Read(4);
        int channels = FlacTables.ChannelsOf((int)reader.Read(4));
        int bitsCode = (int)reader.Read(3);
        if (reader.ReadFlag() || channels == 0 || rateCode == FlacTables.ForbiddenRate || FlacTables.IsReservedWidth(bitsCode)) return false;
        if (!TryReadNumber(ref reader, out long number)) return false;
        int blockSize = ReadBlockSize(ref reader, sizeCode);
        int rate = ReadRate(ref reader, rateCode);
        int length = reader.Position / 8;
        if (blockSize is 0 or > MaxBlockSize || (rate == 0 && rateCode != 0) || reader.HasFailed || length >= bytes.Length) return false;
        if (FlacCrc.Of8(bytes[..length]) != bytes[length]) return false;
        header = new FlacHeader(isVariable, blockSize, rate, channels, FlacTables.BitsOf(bitsCode), number, length + 1);
        return true;
    }

    // 9.1.5: as UTF-8 codes a character, of up to 36 bits.
    private static bool TryReadNumber(ref BitReader reader, out long number)
    {
        uint first = reader.Read(8);
        int ones = System.Numerics.BitOperations.LeadingZeroCount(~(first << 24));
        number = ones == 0 ? first : first & (0x7Fu >> ones);
        if (ones is 1 or 8) return false;
        for (int i = 1; i < ones; i++)
        {
            uint next = reader.Read(8);
            if (next >> 6 != 2) return false;
            number = number << 6 | (next & 0x3F);
        }

        return !reader.HasFailed;
    }

    private static int ReadBlockSize(ref BitReader reader, int code) => code switch
    {
        FlacTables.BlockSizeOf8Bits => (int)reader.Read(8) + 1,
        FlacTables.BlockSizeOf16Bits => (int)reader.Read(16) + 1,
        _ => FlacTables.BlockSizeOf(code),
    };

    private static int ReadRate(ref BitReader reader, int code) => code switch
    {
        FlacTables.RateInKilohertz => (int)reader.Read(8) * 1000,
        FlacTables.RateInHertz => (int)reader.Read(16),
        FlacTables.RateInTens => (int)reader.Read(16) * 10,
        _ => FlacTables.RateOf(code),
    };
}
