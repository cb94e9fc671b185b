using Headrace.Media.Codecs.H264;
using Headrace.Media.Tests.Bits;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.H264;

public sealed class H264PpsTests
{
    [Theory]
    [InlineData("x264 CABAC", "68EBE3CB22C0", 0, true)]
    [InlineData("x264 baseline", "68CB83CB20", 0, false)]
    [InlineData("Hikvision", "68EE3C80", 0, true)]
    [InlineData("DVB encoder, second set", "685EA3CC0300", 1, true)]
    [InlineData("Apple encoder", "28DE0988", 0, false)]
    public void RealParameterSetsAreRead(string name, string hex, int id, bool isCabac)
    {
        Assert.True(H264Pps.TryParse(Convert.FromHexString(hex), out H264Pps? pps), name);
        Assert.Equal((id, 0, isCabac), (pps.Id, pps.SpsId, pps.IsCabac));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(2u)]
    [InlineData(3u)]
    [InlineData(6u)]
    public void SliceGroupsArePassedOver(uint mapType)
    {
        BitWriter bits = new BitWriter().Ue(3).Ue(1).Flag(false).Flag(true).Ue(2).Ue(mapType);
        if (mapType == 0) bits.Ue(1).Ue(2).Ue(3);
        if (mapType == 2) bits.Ue(1).Ue(2).Ue(3).Ue(4);
        if (mapType == 3) bits.Flag(true).Ue(7);
        if (mapType == 6) bits.Ue(2).Write(1, 2).Write(2, 2).Write(0, 2);
        bits.Ue(0).Ue(0).Flag(false).Write(0, 2).Se(0).Se(0).Se(0).Flag(false).Flag(false).Flag(true);
        Assert.True(H264Pps.TryParse(bits.ToNal(0x68), out H264Pps? pps));
        Assert.Equal((3, 1, true, true), (pps.Id, pps.SpsId, pps.HasBottomFieldPoc, pps.HasRedundantPictures));
    }

    [Theory]
    [InlineData("68")]
    [InlineData("6800")]
    [InlineData("67EBE3CB22C0")]
    public void WhatIsNoPictureParameterSetIsRefused(string hex) => Assert.False(H264Pps.TryParse(Convert.FromHexString(hex), out _));

    [Fact]
    public void AnyBytesParseOrAreRefused() => Fuzz.Run(
        H264Samples.Pps.Select(Convert.FromHexString),
        bytes =>
        {
            if (H264Pps.TryParse(bytes, out H264Pps? pps) && (pps.Id > 255 || pps.SpsId > 31)) throw new InvalidOperationException("identifier");
        });
}
