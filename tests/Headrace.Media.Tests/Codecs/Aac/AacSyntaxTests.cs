using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.Framing;
using Headrace.Media.Tests.Codecs.Framing;

namespace Headrace.Media.Tests.Codecs.Aac;

/// <summary>The two forms in which AAC stands in a stream of bytes: ADTS and LOAS.</summary>
public sealed class AacSyntaxTests
{
    private static readonly byte[] Stereo = [0xFF, 0xF1, 0x50, 0x80, 0x01, 0x5F, 0xFC, 1, 2, 3];
    private static readonly byte[] Mono = [0xFF, 0xF1, 0x50, 0x40, 0x01, 0x5F, 0xFC, 1, 2, 3];
    private static readonly byte[] Element = [0x56, 0xE0, 0x02, 9, 8];

    [Fact]
    public void AdtsFramesAreFoundByTheirHeaders()
    {
        Assert.True(AdtsSyntax.Instance.TryMeasure(Stereo, out FrameMeasure measure));
        Assert.Equal(new FrameMeasure(10, 1024, 44_100), measure);
        Assert.Equal([Stereo, Stereo], Frames.Cut(AdtsSyntax.Instance, [7, .. Stereo, .. Stereo], 3, out long skipped));
        Assert.Equal(1, skipped);
        Assert.Same(AacCodec.Instance, AdtsSyntax.Instance.Codec);
    }

    [Theory]
    [InlineData("nothing behind the header", "FFF1508000FFFC")]
    [InlineData("no header", "00F15080015FFC01")]
    public void WhatIsNoAdtsFrameIsNotMeasured(string name, string hex) => Assert.False(AdtsSyntax.Instance.TryMeasure(Convert.FromHexString(hex), out _), name);

    [Fact]
    public void AdtsFramesOfAnotherFormatDoNotBelongTogether()
    {
        Assert.True(AdtsSyntax.Instance.BelongTogether(Stereo, Stereo));
        Assert.False(AdtsSyntax.Instance.BelongTogether(Stereo, Mono));
        Assert.False(AdtsSyntax.Instance.BelongTogether(Stereo, Element));
    }

    [Fact]
    public void LoasElementsAreFoundByTheirHeaders()
    {
        Assert.True(LoasSyntax.Instance.TryMeasure(Element, out FrameMeasure measure));
        Assert.Equal(new FrameMeasure(5, 0, 0), measure);
        Assert.Equal([Element, Element], Frames.Cut(LoasSyntax.Instance, [0x56, .. Element, .. Element], 4, out long skipped));
        Assert.Equal(1, skipped);
        Assert.Same(AacCodec.Instance, LoasSyntax.Instance.Codec);
    }

    [Theory]
    [InlineData("an empty element", "56E000")]
    [InlineData("another pattern", "56C002")]
    [InlineData("a header cut off", "56E0")]
    public void WhatIsNoLoasElementIsNotMeasured(string name, string hex) => Assert.False(LoasSyntax.Instance.TryMeasure(Convert.FromHexString(hex), out _), name);
}
