using Headrace.Media.Codecs;
using Headrace.Media.Codecs.H265;
using Headrace.Media.Tests.Bits;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.H265;

public sealed class H265ParameterSetTests
{
    [Theory]
    [MemberData(nameof(H265Samples.Rows), MemberType = typeof(H265Samples))]
    public void RealParameterSetsSayWhatTheirSendersMean(H265Samples.Sps sample)
    {
        H265ParameterTable table = new();
        Assert.True(table.TryAdd(sample.Nal), sample.Name);
        H265Format format = Assert.IsType<H265Format>(table.FirstFormat);
        Assert.Equal((sample.Width, sample.Height), (format.Width, format.Height));
        Assert.Equal($"hvc1.{sample.Codec}", format.Rfc6381);
        Assert.Equal(sample.FrameRate, format.FrameRate?.ToString());
        Assert.Equal(sample.Sar, format.SampleAspectRatio is { } sar ? $"{sar.Width}:{sar.Height}" : null);
        Assert.Equal((sample.Chroma, sample.Depth, sample.Depth, sample.Layers), (format.ChromaFormat, format.BitDepthLuma, format.BitDepthChroma, format.TemporalLayers));
        Assert.True(H265Sps.TryParse(sample.Nal, out H265Sps? sps));
        Assert.Equal(sample.Reorder, sps.ReorderDepth);
    }

    [Fact]
    public void ColourAndFieldsComeFromTheVui()
    {
        Assert.Equal(new ColourDescription(9, 16, 9, false), Parse("x265 HDR10 with HRD").Vui?.Colour);
        Assert.True(Parse("x265 HDR10 with HRD").Vui?.Colour?.IsPq);
        Assert.True(Parse("x265 with fields").Vui?.IsFieldSequence);
        Assert.False(Parse("x265").Vui?.IsFieldSequence);
    }

    [Theory]
    [InlineData("predicted sets")]
    [InlineData("explicit scaling lists, PCM and long-term pictures")]
    public void WhatLiesBeforeTheVuiIsPassedOver(string what)
    {
        BitWriter bits = Head(subLayers: 0);
        bool isSecond = what != "predicted sets";
        bits.Ue(0).Ue(3).Ue(0).Ue(2).Ue(0).Ue(0).Flag(isSecond);
        if (isSecond) ScalingLists(bits.Flag(true));
        bits.Write(0, 2).Flag(isSecond);
        if (isSecond) bits.Write(0x77, 8).Ue(0).Ue(2).Flag(true);
        bits.Ue(3);
        bits.Ue(2).Ue(1).Ue(0).Flag(true).Ue(0).Flag(true).Ue(1).Flag(false);
        bits.Flag(true).Flag(false).Ue(0).Flag(true).Flag(false).Flag(true).Flag(false).Flag(false).Flag(true);
        bits.Flag(true).Flag(true).Ue(3).Flag(true).Flag(true).Flag(true).Flag(true);
        bits.Flag(isSecond);
        if (isSecond) bits.Ue(2).Write(5, 8).Flag(true).Write(9, 8).Flag(false);
        bits.Write(0, 2).Flag(true);
        bits.Flag(false).Flag(false).Flag(false).Flag(false).Write(0, 3).Flag(true).Ue(0).Ue(0).Ue(0).Ue(0).Flag(true).Write(1001, 32).Write(60_000, 32);
        Assert.True(H265Sps.TryParse(bits.ToNal(0x42, 0x01), out H265Sps? sps));
        Assert.Equal(new FrameRate(60_000, 1001), sps.Vui?.FrameRate);
    }

    [Fact]
    public void SubLayersHaveProfilesLevelsAndOrdersOfTheirOwn()
    {
        BitWriter bits = new BitWriter().Write(0, 4).Write(2, 3).Flag(true).Write(1, 8).Write(0x60000000, 32).Write(0, 32).Write(0, 16).Write(93, 8);
        bits.Write(0b11_01, 4).Write(0, 12).Write(0, 32).Write(0, 32).Write(0, 24).Write(60, 8).Write(90, 8);
        bits.Ue(0).Ue(1).Ue(64).Ue(64).Flag(false).Ue(0).Ue(0).Ue(4).Flag(true);
        bits.Ue(1).Ue(0).Ue(0).Ue(2).Ue(1).Ue(0).Ue(4).Ue(3).Ue(0);
        bits.Ue(0).Ue(0).Ue(0).Ue(0).Ue(0).Ue(0).Flag(false).Write(0, 2).Flag(false).Ue(0).Flag(false).Write(0, 2).Flag(false);
        Assert.True(H265Sps.TryParse(bits.ToNal(0x42, 0x01), out H265Sps? sps));
        Assert.Equal((64, 64, 3, 3, 5, true), (sps.Width, sps.Height, sps.TemporalLayers, sps.ReorderDepth, sps.MaxDecodedPictures, sps.IsTemporalIdNested));
    }

    [Fact]
    public void AFrameRateOfTheVideoParameterSetServesWhereTheVuiHasNone()
    {
        BitWriter bits = new BitWriter().Write(0, 4).Write(3, 2).Write(0, 6).Write(0, 3).Flag(true).Write(0xFFFF, 16);
        bits.Write(1, 8).Write(0x60000000, 32).Write(0, 32).Write(0, 16).Write(93, 8);
        bits.Flag(true).Ue(4).Ue(0).Ue(0).Write(0, 6).Ue(0).Flag(true).Write(1, 32).Write(20, 32).Flag(false).Flag(false);
        H265ParameterTable table = new();
        Assert.True(table.TryAdd(H265Samples.All[0].Nal));
        Assert.Null(table.FirstFormat?.FrameRate);
        Assert.True(table.TryAdd(bits.ToNal(0x40, 0x01)));
        Assert.Equal(new FrameRate(20, 1), table.FirstFormat?.FrameRate);
        Assert.Equal([ParameterSetKind.Vps, ParameterSetKind.Sps], table.Sets.Sets.Select(set => set.Kind));
    }

    [Fact]
    public void FormatsThatDifferInTheVuiOnlyAreEqual()
    {
        H265Format format = H265Format.Of(Parse("x265"), null);
        Assert.Equal(format, format with { FrameRate = null, SampleAspectRatio = null, Colour = null });
        Assert.NotEqual(format, format with { Height = 182 });
        Assert.NotEqual(format, format with { BitDepthChroma = 10 });
        Assert.NotEqual(format, format with { Profile = format.Profile with { LevelIdc = 63 } });
        Assert.NotEqual(format, format with { TemporalLayers = 2 });
    }

    [Theory]
    [InlineData("another kind", H265Samples.Pps)]
    [InlineData("another layer", "420901016000000300B00000030000030078A003C08010E58DAE4932F0")]
    [InlineData("cut off in the profile", "4201010160000003")]
    [InlineData("cut off in the size", "420101016000000300B00000030000030078A003C0")]
    [InlineData("nothing", "")]
    public void WhatIsNoSequenceParameterSetIsRefused(string name, string hex) => Assert.False(H265Sps.TryParse(Convert.FromHexString(hex), out _), name);

    [Fact]
    public void PictureParameterSetsAreRead()
    {
        Assert.True(H265Pps.TryParse(Convert.FromHexString(H265Samples.Pps), out H265Pps? pps));
        Assert.Equal(new H265Pps(0, 0, false, 0), pps);
        Assert.True(H265Pps.TryParse(new BitWriter().Ue(5).Ue(2).Flag(true).Flag(false).Write(3, 3).ToNal(0x44, 0x01), out H265Pps? other));
        Assert.Equal(new H265Pps(5, 2, true, 3), other);
        Assert.False(H265Pps.TryParse(new BitWriter().Ue(64).Ue(0).Write(0, 5).ToNal(0x44, 0x01), out _));
    }

    [Fact]
    public void AnySequenceParameterSetParsesOrIsRefused() => Fuzz.Run(
        H265Samples.All.Select(s => s.Nal),
        bytes =>
        {
            if (!H265Sps.TryParse(bytes, out H265Sps? sps)) return;
            H265Format format = H265Format.Of(sps, null);
            if (format.Width is <= 0 or > 16_888 || format.Height is <= 0 or > 16_888 || format.Rfc6381.Length > 40) throw new InvalidOperationException("numbers");
            if (sps.ReorderDepth is < 0 or > 15) throw new InvalidOperationException("reordering");
        });

    [Fact]
    public void AnyVideoOrPictureParameterSetParsesOrIsRefused() => Fuzz.Run(
        [Convert.FromHexString(H265Samples.Vps), Convert.FromHexString(H265Samples.Pps), Convert.FromHexString("40010C02FFFF01600000030090000003000003003C00009598ACC048")],
        bytes =>
        {
            if (H265Vps.TryParse(bytes, out H265Vps? vps) && vps.Id > 15) throw new InvalidOperationException("identifier");
            if (H265Pps.TryParse(bytes, out H265Pps? pps) && pps.Id > H265Pps.MaxId) throw new InvalidOperationException("identifier");
        });

    private static H265Sps Parse(string name)
    {
        Assert.True(H265Sps.TryParse(H265Samples.All.Single(s => s.Name == name).Nal, out H265Sps? sps));
        return sps;
    }

    /// <summary>Up to the sub-layer orders: 64x64, 8 bits of picture order.</summary>
    private static BitWriter Head(uint subLayers)
    {
        BitWriter bits = new BitWriter().Write(0, 4).Write(subLayers, 3).Flag(true).Write(1, 8).Write(0x60000000, 32).Write(0, 32).Write(0, 16).Write(93, 8);
        return bits.Ue(0).Ue(1).Ue(64).Ue(64).Flag(false).Ue(0).Ue(0).Ue(4).Flag(true).Ue(4).Ue(2).Ue(0);
    }

    private static void ScalingLists(BitWriter bits)
    {
        for (int size = 0; size < 4; size++)
        {
            for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1)
            {
                bits.Flag(matrix == 0);
                if (matrix != 0)
                {
                    bits.Ue(1);
                    continue;
                }

                if (size > 1) bits.Se(8);
                for (int i = 0; i < Math.Min(64, 1 << (4 + 2 * size)); i++) bits.Se(i % 3 - 1);
            }
        }
    }
}
