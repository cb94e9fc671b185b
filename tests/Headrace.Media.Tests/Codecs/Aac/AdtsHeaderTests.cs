using Headrace.Media.Codecs.Aac;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.Aac;

public sealed class AdtsHeaderTests
{
    public static TheoryData<string, string, AdtsHeader> Headers => new()
    {
        { "LC 44.1 kHz stereo, MPEG-4", "FFF15080171FFC", new AdtsHeader(2, 44100, 2, 7, 184) },
        { "LC 48 kHz mono, MPEG-2", "FFF94C4003E5FC", new AdtsHeader(2, 48000, 1, 7, 31) },
        { "with a checksum", "FFF05080171FFC1234", new AdtsHeader(2, 44100, 2, 9, 184) },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void HeadersAreRead(string name, string hex, AdtsHeader expected)
    {
        Assert.True(AdtsHeader.TryRead(Convert.FromHexString(hex), out AdtsHeader header), name);
        Assert.Equal(expected, header);
    }

    [Theory]
    [InlineData("short", "FFF15080171F")]
    [InlineData("no sync", "FFE15080171FFC")]
    [InlineData("layer not 0", "FFF35080171FFC")]
    [InlineData("reserved rate", "FFF17480171FFC")]
    [InlineData("shorter than its header", "FFF1508000BFFC")]
    [InlineData("two raw blocks", "FFF15080171FFD")]
    public void WhatIsNoHeaderIsRefused(string name, string hex) => Assert.False(AdtsHeader.TryRead(Convert.FromHexString(hex), out _), name);

    [Theory]
    [InlineData("1210")]
    [InlineData("11B8")]
    [InlineData("0A10")]
    [InlineData("1588")]
    public void WrittenHeadersReadBackAsTheirFormat(string config)
    {
        Span<byte> bytes = stackalloc byte[AdtsHeader.Length];
        AacFormat format = AacConfigTests.Format(config);
        Assert.True(AdtsHeader.TryWrite(bytes, format.Config, 500));
        Assert.True(AdtsHeader.TryRead(bytes, out AdtsHeader header));
        Assert.Equal(507, header.FrameLength);
        Assert.True(header.TryGetFormat(out AacFormat? found));
        Assert.Equal(format, found);
    }

    [Fact]
    public void WrittenHeadersAreThoseOfOtherMuxers()
    {
        Span<byte> bytes = stackalloc byte[AdtsHeader.Length];
        Assert.True(AdtsHeader.TryWrite(bytes, AacConfigTests.Format("1210").Config, 177));
        Assert.Equal("FFF15080171FFC", Convert.ToHexString(bytes));
    }

    [Fact]
    public void HeAacIsWrittenAsItsCore()
    {
        Span<byte> bytes = stackalloc byte[AdtsHeader.Length];
        Assert.True(AdtsHeader.TryWrite(bytes, AacConfigTests.Format("2B920800").Config, 10));
        Assert.True(AdtsHeader.TryRead(bytes, out AdtsHeader header));
        Assert.Equal((2, 22050, 2), (header.ObjectType, header.SampleRate, header.ChannelConfiguration));
    }

    [Theory]
    [InlineData("F8E63000", 10)]
    [InlineData("1210", 8185)]
    public void WhatAdtsCannotSayIsNotWritten(string config, int length)
    {
        byte[] bytes = new byte[AdtsHeader.Length];
        Assert.False(AdtsHeader.TryWrite(bytes, AacConfigTests.Format(config).Config, length));
    }

    [Fact]
    public void AnyBytesAreReadOrRefused() => Fuzz.Run(Headers.Select(row => Convert.FromHexString(row.Data.Item2)), bytes =>
    {
        if (!AdtsHeader.TryRead(bytes, out AdtsHeader header)) return;
        if (header.FrameLength < header.HeaderLength) throw new InvalidOperationException("length");
        header.TryGetFormat(out _);
    });
}
