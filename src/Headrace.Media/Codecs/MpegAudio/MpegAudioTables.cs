namespace Headrace.Media.Codecs.MpegAudio;

/// <summary>Tables of ISO/IEC 11172-3, 2.4.2.3, and 13818-3, 2.4.2.3: bit rates and sample rates by their indices.</summary>
internal static class MpegAudioTables
{
    private static readonly int[][] Rates = [[44100, 48000, 32000], [22050, 24000, 16000], [11025, 12000, 8000]];

    // Kilobits a second of the indices 1 to 14: MPEG-1 by layer, then layer I and layers II and III at low sampling frequencies.
    private static readonly int[][] BitRates =
    [
        [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ];

    /// <summary>Samples of a channel in a frame.</summary>
    public static int SamplesOf(MpegAudioVersion version, int layer) => layer == 1 ? 384 : layer == 3 && version != MpegAudioVersion.Mpeg1 ? 576 : 1152;

    /// <summary>The sample rate of an index of 0 to 2.</summary>
    public static int RateOf(MpegAudioVersion version, int index) => Rates[(int)version][index];

    /// <summary>The index of a sample rate, or -1.</summary>
    public static int IndexOfRate(MpegAudioVersion version, int rate) => Array.IndexOf(Rates[(int)version], rate);

    /// <summary>Kilobits a second of an index of 1 to 14.</summary>
    public static int BitRateOf(MpegAudioVersion version, int layer, int index) => RowOf(version, layer)[index - 1];

    /// <summary>The index of a bit rate, or 0.</summary>
    public static int IndexOfBitRate(MpegAudioVersion version, int layer, int bitRate) => Array.IndexOf(RowOf(version, layer), bitRate) + 1;

    private static int[] RowOf(MpegAudioVersion version, int layer) => BitRates[version == MpegAudioVersion.Mpeg1 ? layer - 1 : layer == 1 ? 3 : 4];
}
