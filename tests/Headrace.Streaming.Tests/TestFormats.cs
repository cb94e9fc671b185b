using Headrace.Media.Codecs.Aac;

namespace Headrace.Streaming.Tests;

internal static class TestFormats
{
    /// <summary>AAC-LC of a rate that AudioSpecificConfig has an index for.</summary>
    public static AacFormat Aac(int rate, int channels)
    {
        int index = Array.IndexOf([96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000], rate);
        byte[] config = [(byte)(2 << 3 | index >> 1), (byte)((index & 1) << 7 | channels << 3)];
        Assert.True(AacFormat.TryParse(config, out AacFormat? format));
        return format;
    }
}
