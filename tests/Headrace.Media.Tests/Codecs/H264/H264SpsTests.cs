using Headrace.Media.Codecs;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tests.Bits;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.H264;

public sealed class H264SpsTests
{
    [Theory]
    [MemberData(nameof(H264Samples.Rows), MemberType = typeof(H264Samples))]
    public void RealParameterSetsSayWhatTheirSendersMean(H264Samples.Sps sample)
    {
        Assert.True(H264Sps.TryParse(sample.Nal, out H264Sps? sps), sample.Name);
        H264Format format = H264Format.Of(sps);
        Assert.Equal((sample.Width, sample.Height), (format.Width, format.Height));
        Assert.Equal($"avc1.{sample.Codec}", format.Rfc6381);
        Assert.Equal(sample.FrameRate, format.FrameRate?.ToString());
        Assert.Equal(sample.Reorder, sps.ReorderDepth);
        Assert.Equal(sample.IsProgressive, format.IsProgressive);
        Assert.Equal(sample.Sar, format.SampleAspectRatio is { } sar ? $"{sar.Width}:{sar.Height}" : null);
        Assert.Equal((sample.Chroma, sample.Depth, sample.Depth), (format.ChromaFormat, format.BitDepthLuma, format.BitDepthChroma));
    }

    [Fact]
    public void ColourComesFromTheVui()
    {
        H264Samples.Sps sample = H264Samples.All.Single(s => s.Name.StartsWith("x264 with 64:45", StringComparison.Ordinal));
        Assert.True(H264Sps.TryParse(sample.Nal, out H264Sps? sps));
        Assert.Equal(new ColourDescription(5, 5, 5, true), sps.Vui?.Colour);
    }

    [Fact]
    public void AVuiThatIsCutOffIsLeftOut()
    {
        byte[] cut = H264Samples.All.Single(s => s.Name == "x264 main").Nal[..14];
        Assert.True(H264Sps.TryParse(cut, out H264Sps? sps));
        Assert.Null(sps.Vui);
        Assert.Equal((320, 180, null), (sps.Width, sps.Height, sps.ReorderDepth));
    }

    [Theory]
    [InlineData(100, 0, 0, true, 16, 48)]
    [InlineData(100, 1, 0, true, 14, 46)]
    [InlineData(100, 1, 0, false, 14, 92)]
    [InlineData(100, 2, 0, true, 14, 47)]
    [InlineData(100, 3, 0, true, 15, 47)]
    [InlineData(77, 1, 0, false, 14, 92)]
    public void CroppingCountsInChromaSamplesAndFieldLines(byte profile, uint chroma, int crop, bool isProgressive, int width, int height)
    {
        int lines = crop + 1;
        Assert.True(H264Sps.TryParse(MakeSps(profile, chroma, isProgressive, 0, (uint)(chroma == 0 ? 0 : lines), (uint)(chroma == 0 ? 0 : lines)), out H264Sps? sps));
        Assert.Equal((width, height), (sps.Width, sps.Height));
    }

    [Fact]
    public void CroppingThatLeavesNothingIsPassedOver()
    {
        Assert.True(H264Sps.TryParse(MakeSps(77, 1, true, 0, 8, 100), out H264Sps? sps));
        Assert.Equal((16, 48), (sps.Width, sps.Height));
    }

    [Theory]
    [InlineData("67")]
    [InlineData("6764001F")]
    [InlineData("68EBE3CB22C0")]
    [InlineData("67640033AC1514A0")]
    [InlineData("6764001F00")]
    public void WhatIsNoSequenceParameterSetIsRefused(string hex) => Assert.False(H264Sps.TryParse(Convert.FromHexString(hex), out _));

    [Fact]
    public void AnyBytesParseOrAreRefused() => Fuzz.Run(
        H264Samples.All.Select(s => s.Nal),
        bytes =>
        {
            if (!H264Sps.TryParse(bytes, out H264Sps? sps)) return;
            H264Format format = H264Format.Of(sps);
            if (format.Width is <= 0 or > 16384 || format.Height is <= 0 or > 32768) throw new InvalidOperationException("size");
            if (sps.ReorderDepth is < 0 or > 16) throw new InvalidOperationException("reordering");
        });

    /// <summary>One macroblock wide and three high (in map units).</summary>
    internal static byte[] MakeSps(byte profile, uint chroma, bool isProgressive, uint pocType, uint cropX, uint cropY, uint id = 0)
    {
        BitWriter bits = new BitWriter().Write(profile, 8).Write(0, 8).Write(30, 8).Ue(id);
        if (profile >= 100)
        {
            bits.Ue(chroma);
            if (chroma == 3) bits.Flag(false);
            bits.Ue(0).Ue(0).Flag(false).Flag(false);
        }

        bits.Ue(0).Ue(pocType);
        if (pocType == 0) bits.Ue(2);
        if (pocType == 1) bits.Flag(false).Se(0).Se(0).Ue(2).Se(-1).Se(2);
        bits.Ue(1).Flag(false).Ue(0).Ue(2).Flag(isProgressive);
        if (!isProgressive) bits.Flag(false);
        bits.Flag(true).Flag(cropX + cropY > 0);
        if (cropX + cropY > 0) bits.Ue(0).Ue(cropX).Ue(0).Ue(cropY);
        return bits.Flag(false).ToNal(0x67);
    }
}
