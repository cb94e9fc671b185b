namespace Headrace.Media.Codecs.Aac;

/// <summary>Tables of ISO/IEC 14496-3: sampling frequency index (table 1.18) and channel configuration (table 1.19).</summary>
internal static class AacTables
{
    /// <summary>The index that is followed by a rate of 24 bits.</summary>
    public const int ExplicitRate = 15;

    private static readonly int[] Rates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];
    private static readonly byte[] ChannelCounts = [0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8, 0];

    /// <summary>The rate of an index, or 0.</summary>
    public static int RateOf(uint index) => index < Rates.Length ? Rates[index] : 0;

    /// <summary>The index of a rate, or -1.</summary>
    public static int IndexOf(int rate) => Array.IndexOf(Rates, rate);

    /// <summary>The number of channels of a configuration, or 0.</summary>
    public static int ChannelsOf(uint configuration) => configuration < ChannelCounts.Length ? ChannelCounts[configuration] : 0;
}
