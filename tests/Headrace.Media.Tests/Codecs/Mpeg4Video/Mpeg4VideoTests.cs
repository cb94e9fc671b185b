using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Mpeg4Video;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.Mpeg4Video;

public sealed class Mpeg4VideoTests
{
    // ffmpeg's headers of 320x180 at 25 pictures a second with B pictures.
    private const string Config = "000001B0F1 000001B5A913 00000100 0000012008D48D0800CD0A041694103F";
    private const string ClosedGroup = "000001B3 00103F";
    private const string OpenGroup = "000001B3 00101F";
    private const string I = "000001B6 10203040";
    private const string P = "000001B6 50607080";
    private const string B = "000001B6 90A0B0C0";
    private const string S = "000001B6 D0A0B0C0";

    [Fact]
    public void PicturesAreUnitsAndTheirConfigurationIsTheFormat()
    {
        List<Assembly.Unit> units = OfStream(P + Config + OpenGroup + I + P + B + Config + I + S + "000001B1");
        Assert.Equal("IoPBIoP", Assembly.Describe(units));
        Assert.Equal("++-++", Assembly.Disposable(units));
        Assert.Equal([Hex.Parse(OpenGroup + I), Hex.Parse(P), Hex.Parse(B), Hex.Parse(I), Hex.Parse(S)], units.Select(unit => unit.Bytes));
        Mpeg4VideoFormat format = Assert.IsType<Mpeg4VideoFormat>(units[0].Facts.Format);
        Assert.Equal("MPEG-4 video 320x180", format.Description);
        Assert.Equal(("mp4v.20.241", false), (format.Rfc6381, format.IsLowDelay));
        Assert.Equal(Hex.Parse(Config), format.Config.ToArray());
        Assert.All(units, unit => Assert.Same(format, unit.Facts.Format));
        Assert.Equal(1, units[0].Facts.ReorderDepth);
    }

    [Fact]
    public void ClosedGroupIsAClosedPoint() => Assert.Equal("I*P", Assembly.Describe(OfStream(Config + ClosedGroup + I + P)));

    [Fact]
    public void UserDataBelongsToWhatItStandsBehind()
    {
        List<Assembly.Unit> units = OfStream(Config + "000001B2 4C617663" + ClosedGroup + "000001B2 01" + I);
        Assert.Equal(Hex.Parse(Config + "000001B2 4C617663"), Assert.IsType<Mpeg4VideoFormat>(units[0].Facts.Format).Config.ToArray());
        Assert.Equal(Hex.Parse(ClosedGroup + "000001B2 01" + I), units[0].Bytes);
    }

    [Theory]
    [InlineData("no layer", "000001B0 01 000001B5 09")]
    [InlineData("a layer cut off", "00000120 00C4888BA9")]
    [InlineData("nothing", "")]
    public void ConfigurationThatSaysNothingIsNone(string name, string hex)
    {
        Assert.True(Mpeg4VideoFormat.Of(Hex.Parse(hex)) is null, name);
        Assert.Empty(OfStream(hex + I));
    }

    [Fact]
    public void WhateverComesNothingIsThrownAndNoBufferIsLeft() => Fuzz.Run([Hex.Parse(Config + OpenGroup + I + P + B), Hex.Parse(Config)], bytes => OfStream(Convert.ToHexString(bytes)));

    private static List<Assembly.Unit> OfStream(string hex)
    {
        UnitAssemblerOptions options = Assembly.Options(4096);
        List<Assembly.Unit> units = [];
        using (Mpeg4VideoAssembler assembler = new(null, options))
        {
            ReadOnlySpan<byte> code = [0, 0, 1];
            ReadOnlySpan<byte> rest = Hex.Parse(hex);
            while (rest.IndexOf(code) is >= 0 and int at)
            {
                rest = rest[(at + 3)..];
                int end = rest.IndexOf(code);
                Assembly.Feed(assembler, end < 0 ? rest : rest[..end], units);
            }

            Assembly.Complete(assembler, units);
        }

        Assert.Equal(0, options.Pool.Outstanding);
        return units;
    }
}
