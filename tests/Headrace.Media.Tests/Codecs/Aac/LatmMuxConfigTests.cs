using Headrace.Media.Codecs.Aac;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.Aac;

/// <summary>StreamMuxConfig (ISO/IEC 14496-3, 1.7.3.1), in bits.</summary>
public sealed class LatmMuxConfigTests
{
    private const string Lc = "00010" + "0011" + "0010" + "000";
    private const string Rest = "000" + "11111111" + "0" + "0";

    // audioMuxVersion 0; same framing; two frames; one program, one layer.
    private const string Version0 = "0" + "1" + "000001" + "0000" + "000" + Lc + Rest;

    // audioMuxVersion 1, A 0; a buffer fullness of two bytes; the config's length in bits behind the layer.
    private const string Version1Head = "1" + "0" + "01" + "0000000100000000" + "1" + "000000" + "0000" + "000";

    [Theory]
    [InlineData("version 0", Version0, 2, "1190")]
    [InlineData("version 1", Version1Head + "00" + "00010000" + Lc + Rest, 1, "1190")]
    [InlineData("version 1, bits behind the config belong to it", Version1Head + "00" + "00010101" + Lc + "00000" + Rest, 1, "119000")]
    [InlineData("version 1, half a byte at its end", Version1Head + "00" + "00010011" + Lc + "111" + Rest, 1, "1190E0")]
    public void ConfigurationIsReadFromAnyBitOn(string name, string bits, int frames, string config)
    {
        Assert.True(LatmMuxConfig.TryParse(Bytes(bits), out LatmMuxConfig? mux), name);
        Assert.Equal((name, frames, config), (name, mux.Frames, Convert.ToHexString(mux.Format.ConfigBytes.Span)));
    }

    [Theory]
    [InlineData("audioMuxVersionA", "1" + "1")]
    [InlineData("streams of different framing", "0" + "0" + "000000" + "0000" + "000" + Lc + Rest)]
    [InlineData("two programs", "0" + "1" + "000000" + "0001" + "000" + Lc + Rest)]
    [InlineData("two layers", "0" + "1" + "000000" + "0000" + "001" + Lc + Rest)]
    [InlineData("frames of fixed length", "0" + "1" + "000000" + "0000" + "000" + Lc + "001" + "000000001" + "0" + "0")]
    [InlineData("other data", "0" + "1" + "000000" + "0000" + "000" + Lc + "000" + "11111111" + "1")]
    [InlineData("a reserved rate", "0" + "1" + "000000" + "0000" + "000" + "00010" + "1101" + "0010" + "000" + Rest)]
    [InlineData("a config of no bits", Version1Head + "00" + "00000000" + Lc + Rest)]
    [InlineData("a config longer than what there is", Version1Head + "01" + "0000001000000000" + Lc + Rest)]
    [InlineData("a config that is cut short by its length", Version1Head + "00" + "00000111" + Lc + Rest)]
    [InlineData("cut off before its end", "0" + "1" + "000000" + "0000" + "000" + Lc)]
    [InlineData("nothing", "")]
    public void WhatIsNotOneLayerOfFramesThatSayTheirLengthIsRefused(string name, string bits) => Assert.False(LatmMuxConfig.TryParse(Bytes(bits), out _), name);

    [Fact]
    public void ConfigurationLongerThanAnyIsRefused()
    {
        byte[] bytes = new byte[LatmMuxConfig.MaxLength + 1];
        Bytes(Version0).CopyTo(bytes, 0);
        Assert.False(LatmMuxConfig.TryParse(bytes, out _));
        Assert.True(LatmMuxConfig.TryParse(bytes.AsSpan(..LatmMuxConfig.MaxLength), out _));
    }

    [Fact]
    public void AnyBytesAreReadOrRefused() => Fuzz.Run([Bytes(Version0), Bytes(Version1Head + "00" + "00010000" + Lc + Rest)], bytes =>
    {
        if (LatmMuxConfig.TryParse(bytes, out LatmMuxConfig? mux) && (mux.Frames is < 1 or > 64 || mux.Format.ConfigBytes.IsEmpty)) throw new InvalidOperationException("numbers");
    });

    private static byte[] Bytes(string bits)
    {
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '0');
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
