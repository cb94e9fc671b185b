namespace Headrace.Media.Codecs.Ac3;

/// <summary>Tables that AC-3 and E-AC-3 share (ETSI TS 102 366, 4.4).</summary>
internal static class Ac3Tables
{
    /// <summary>Samples of a channel in an audio block.</summary>
    public const int SamplesPerBlock = 256;

    /// <summary>Blocks of an AC-3 frame, and of an access unit of E-AC-3.</summary>
    public const int BlocksPerUnit = 6;

    /// <summary>The sample rate code that is reserved in AC-3, and says that a second one follows in E-AC-3.</summary>
    public const int ReservedRateCode = 3;

    /// <summary>Frame size codes that there are.</summary>
    public const int FrameSizeCodes = 38;

    private static readonly int[] Rates = [48000, 44100, 32000];
    private static readonly int[] BitRates = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640];
    private static readonly byte[] ChannelCounts = [2, 1, 2, 3, 3, 4, 4, 5];

    /// <summary>Samples a second of fscod 0 to 2.</summary>
    public static int RateOf(int code) => Rates[code];

    /// <summary>The fscod of a sample rate, or -1.</summary>
    public static int IndexOfRate(int rate) => Array.IndexOf(Rates, rate);

    /// <summary>Full-bandwidth channels of acmod 0 to 7.</summary>
    public static int ChannelsOf(int codingMode) => ChannelCounts[codingMode];

    /// <summary>Kilobits a second of frmsizecod 0 to 37 (table 4.13), at full rate.</summary>
    public static int BitRateOf(int frameSizeCode) => BitRates[frameSizeCode / 2];

    /// <summary>Bytes of a frame (table 4.13): at 44.1 kHz odd codes have a word of 16 bits more.</summary>
    public static int FrameLengthOf(int rateCode, int frameSizeCode)
    {
        int kilobits = BitRateOf(frameSizeCode);
        int words = rateCode switch { 0 => kilobits * 2, 1 => kilobits * 320 / 147 + frameSizeCode % 2, _ => kilobits * 3 };
        return words * 2;
    }
}
