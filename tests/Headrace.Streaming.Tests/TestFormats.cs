using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tracks;

namespace Headrace.Streaming.Tests;

internal static class TestFormats
{
    private static readonly byte[] Pps = Convert.FromHexString("68EBE3CB20");

    /// <summary>H.264 of 1280x720, 25 fps in its VUI (which nothing may rely on).</summary>
    public static (H264Format Format, ParameterSets Sets) Small { get; } = H264("674D001F95A814016E8400001C2000057E4010");

    /// <summary>H.264 of 1920x1080.</summary>
    public static (H264Format Format, ParameterSets Sets) Large { get; } = H264("67640028ACD940780227E584000003000400000300C23C60C920");

    /// <summary>AAC-LC of a rate that AudioSpecificConfig has an index for.</summary>
    public static AacFormat Aac(int rate, int channels)
    {
        int index = Array.IndexOf([96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000], rate);
        byte[] config = [(byte)(2 << 3 | index >> 1), (byte)((index & 1) << 7 | channels << 3)];
        Assert.True(AacFormat.TryParse(config, out AacFormat? format));
        return format;
    }

    private static (H264Format Format, ParameterSets Sets) H264(string sps)
    {
        byte[] nal = Convert.FromHexString(sps);
        Assert.True(H264Sps.TryParse(nal, out H264Sps? parsed));
        return (H264Format.Of(parsed), ParameterSets.Empty.With(ParameterSetKind.Sps, 0, nal).With(ParameterSetKind.Pps, 0, Pps));
    }
}
