using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Mpeg4Video;
using Headrace.Media.Tests.Bits;
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

    private static byte[] LayerPiece => Hex.Parse("20" + Layer());

    public static TheoryData<string, string, string> Layers => new()
    {
        { "square", Layer(), "320x180 25 1:1 -" },
        { "PAL, 4:3", Layer(shape: 2), "320x180 25 12:11 -" },
        { "NTSC, 4:3", Layer(shape: 3), "320x180 25 10:11 -" },
        { "PAL, 16:9", Layer(shape: 4), "320x180 25 16:11 -" },
        { "NTSC, 16:9", Layer(shape: 5), "320x180 25 40:33 -" },
        { "a shape written out", Layer(shape: 15), "320x180 25 4:3 -" },
        { "a reserved shape", Layer(shape: 6), "320x180 25 - -" },
        { "a version and priority of its own", Layer(version: bits => bits.Flag(true).Write(2, 4).Write(1, 3)), "320x180 25 1:1 -" },
        { "pictures between others", Layer(control: bits => bits.Flag(true).Write(1, 2).Flag(false).Flag(false)), "320x180 25 1:1 False" },
        { "what its buffers hold", Layer(control: bits => bits.Flag(true).Write(1, 2).Flag(true).Flag(true).Write(0, 32).Write(0, 32).Write(0, 15)), "320x180 25 1:1 True" },
        { "no fixed rate", Layer(time: bits => bits.Write(1000, 16).Flag(true).Flag(false)), "320x180 - 1:1 -" },
        { "a clock of one tick a second", Layer(time: bits => bits.Write(1, 16).Flag(true).Flag(true).Write(1, 1)), "320x180 1 1:1 -" },
        { "thousandths of NTSC", Layer(time: bits => bits.Write(30_000, 16).Flag(true).Flag(true).Write(1001, 15)), "320x180 30000/1001 1:1 -" },
    };

    public static TheoryData<string, string> NoLayers => new()
    {
        { "nothing", "" },
        { "an object of another shape", Layer(kind: 1) },
        { "no width", Layer(width: 0) },
        { "no clock", Layer(time: bits => bits.Write(0, 16).Flag(true).Flag(false)) },
        { "cut off", Layer()[..^4] },
    };

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

    [Theory]
    [MemberData(nameof(Layers))]
    public void LayerSaysSizeRateShapeAndOrder(string name, string hex, string facts)
    {
        Mpeg4VideoFormat format = Assert.IsType<Mpeg4VideoFormat>(Mpeg4VideoFormat.Of(Hex.Parse("00000120" + hex)));
        SampleAspectRatio? shape = format.SampleAspectRatio;
        Assert.Equal((name, facts), (name, $"{format.Width}x{format.Height} {format.FrameRate?.ToString() ?? "-"} {(shape is { } one ? $"{one.Width}:{one.Height}" : "-")} {format.IsLowDelay?.ToString() ?? "-"}"));
        // Annex G: without a sequence's header, the simple profile at level 1.
        Assert.Equal("mp4v.20.1", format.Rfc6381);
    }

    [Theory]
    [MemberData(nameof(NoLayers))]
    public void LayerWithoutAPictureToShowIsNone(string name, string hex) => Assert.True(Mpeg4VideoFormat.Of(Hex.Parse("00000120" + hex)) is null, name);

    [Fact]
    public void WithoutPicturesBetweenOthersGroupsAreClosed()
    {
        List<Assembly.Unit> units = OfStream("00000120" + Layer(control: bits => bits.Flag(true).Write(1, 2).Flag(true).Flag(false)) + OpenGroup + I + P);
        Assert.Equal("I*P", Assembly.Describe(units));
        Assert.All(units, unit => Assert.Equal((0, 3600), (unit.Facts.ReorderDepth, unit.Facts.NominalDuration)));
    }

    [Fact]
    public void ConfigurationLongerThanAnyIsCutAndCounted()
    {
        Assert.Null(Mpeg4VideoFormat.Of(new byte[Mpeg4VideoFormat.MaxConfigBytes + 1]));
        using Mpeg4VideoAssembler assembler = new(null, Assembly.Options());
        List<Assembly.Unit> units = [];
        Assembly.Feed(assembler, LayerPiece, units);
        Assembly.Feed(assembler, [0xB2, .. new byte[Mpeg4VideoFormat.MaxConfigBytes]], units);
        Assembly.Feed(assembler, Hex.Parse(I[6..]), units);
        Assembly.Complete(assembler, units);
        Assert.Equal(1, assembler.Faults.Malformed);
        Assert.Equal([0, 0, 1, .. LayerPiece], Assert.IsType<Mpeg4VideoFormat>(Assert.Single(units).Facts.Format).Config.ToArray());
    }

    [Fact]
    public void PictureBeyondItsBoundIsDroppedAndCounted()
    {
        UnitAssemblerOptions options = Assembly.Options(16);
        using (Mpeg4VideoAssembler assembler = new(Mpeg4VideoFormat.Of(Hex.Parse(Config)), options))
        {
            assembler.Add([0xB6, .. new byte[20]]);
            Assert.False(assembler.TryComplete(false, out _));
            Assert.Equal(new UnitFaults(0, 1, 0, 0), assembler.Faults);
            assembler.Add([0xB6, 0x10]);
            Assert.True(assembler.TryComplete(false, out AssembledUnit unit));
            Assert.Equal("000001B610", Convert.ToHexString(unit.Payload.Span));
            unit.Payload.Release();
        }

        Assert.Equal(0, options.Pool.Outstanding);
    }

    [Fact]
    public void PictureThatIsCutOffInItsFirstByteIsDamaged()
    {
        List<Assembly.Unit> units = OfStream(Config + OpenGroup + I + "000001B6");
        Assert.Equal([false, true], units.Select(unit => unit.Facts.IsDamaged));
        Assert.Equal(PictureKind.None, units[1].Facts.Picture);
    }

    [Fact]
    public void HeadersThatLostBytesAreDroppedWithWhatTheyStoodBefore()
    {
        using Mpeg4VideoAssembler assembler = new(null, Assembly.Options());
        assembler.Add(LayerPiece);
        Assert.False(assembler.TryComplete(isDamaged: true, out _));
        assembler.Add([0xB6, 0x10]);
        Assert.False(assembler.TryComplete(false, out _));
        Assert.Null(assembler.Format);
    }

    [Fact]
    public void FormatsAreEqualWhenTheirConfigurationsAre()
    {
        Mpeg4VideoFormat format = Mpeg4VideoFormat.Of(Hex.Parse(Config))!;
        Mpeg4VideoFormat other = Mpeg4VideoFormat.Of(Hex.Parse(Config + "000001B2 01"))!;
        Assert.Equal(format, Mpeg4VideoFormat.Of(Hex.Parse(Config)));
        Assert.Equal(format.GetHashCode(), Mpeg4VideoFormat.Of(Hex.Parse(Config))!.GetHashCode());
        Assert.NotEqual(format, other);
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

    /// <summary>The header of a layer (ISO/IEC 14496-2, 6.2.3) in hexadecimal digits: 320x180, 25 pictures a second, square samples.</summary>
    private static string Layer(uint shape = 1, Action<BitWriter>? control = null, Action<BitWriter>? version = null, Action<BitWriter>? time = null, uint width = 320, uint kind = 0)
    {
        BitWriter bits = new();
        bits.Flag(false).Write(1, 8);
        (version ?? (none => none.Flag(false)))(bits);
        bits.Write(shape, 4);
        if (shape == 15) bits.Write(4, 8).Write(3, 8);
        (control ?? (none => none.Flag(false)))(bits);
        bits.Write(kind, 2).Flag(true);
        (time ?? (rate => rate.Write(25, 16).Flag(true).Flag(true).Write(1, 5)))(bits);
        bits.Flag(true).Write(width, 13).Flag(true).Write(180, 13).Flag(true);
        return Convert.ToHexString(bits.ToBytes());
    }

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
