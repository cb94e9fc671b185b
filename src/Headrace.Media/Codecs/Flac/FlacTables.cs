namespace Headrace.Media.Codecs.Flac;

/// <summary>What the codes in a frame's header mean (RFC 9639, 9.1).</summary>
internal static class FlacTables
{
    /// <summary>Codes that say that a number follows behind the header.</summary>
    public const int BlockSizeOf8Bits = 6;

    /// <summary>And in 16 bits.</summary>
    public const int BlockSizeOf16Bits = 7;

    /// <summary>A rate in kHz, in 8 bits.</summary>
    public const int RateInKilohertz = 12;

    /// <summary>A rate in Hz, in 16 bits.</summary>
    public const int RateInHertz = 13;

    /// <summary>A rate in tens of Hz, in 16 bits.</summary>
    public const int RateInTens = 14;

    /// <summary>No rate.</summary>
    public const int ForbiddenRate = 15;

    private static ReadOnlySpan<int> Rates => [0, 88_200, 176_400, 192_000, 8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000];

    private static ReadOnlySpan<byte> Bits => [0, 8, 12, 0, 16, 20, 24, 32];

    /// <summary>Samples of a block by a code that says it alone; 0 where it is reserved or in numbers behind.</summary>
    public static int BlockSizeOf(int code) => code switch
    {
        1 => 192,
        >= 2 and <= 5 => 144 << code,
        >= 8 => 1 << code,
        _ => 0,
    };

    /// <summary>Samples a second by a code below <see cref="RateInKilohertz"/>; 0 where STREAMINFO says it.</summary>
    public static int RateOf(int code) => Rates[code];

    /// <summary>The code of a rate; 0, which refers to STREAMINFO, where it has none of its own.</summary>
    public static int CodeOfRate(int rate) => Math.Max(0, Rates.IndexOf(rate));

    /// <summary>Bits of a sample by a code that <see cref="IsReservedWidth"/> is false for; 0 where STREAMINFO says it.</summary>
    public static int BitsOf(int code) => Bits[code];

    /// <summary>The code of a number of bits; 0, which refers to STREAMINFO, where it has none of its own.</summary>
    public static int CodeOfBits(int bits) => Math.Max(0, Bits.IndexOf((byte)bits));

    /// <summary>The one code of bits without meaning.</summary>
    public static bool IsReservedWidth(int code) => code == 3;

    /// <summary>Channels by a code; 0 where it is reserved. Codes 8 to 10 are stereo whose channels are coded by their difference.</summary>
    public static int ChannelsOf(int code) => code switch
    {
        < 8 => code + 1,
        <= 10 => 2,
        _ => 0,
    };
}
