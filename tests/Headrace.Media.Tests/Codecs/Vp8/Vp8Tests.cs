using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Vp8;
using Headrace.Media.Codecs.Vpx;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.Vp8;

public sealed class Vp8Tests
{
    // The beginnings of frames as libvpx writes them: 320x240, scale 0; 240x180 with a scale; one that refers to others.
    private static readonly byte[] Key = Hex.Parse("5019009D012A4001F000 0102");
    private static readonly byte[] Scaled = Hex.Parse("5019009D012AF040B480 0102");
    private static readonly byte[] Inter = Hex.Parse("311900 0304");
    private static readonly byte[] Hidden = Hex.Parse("211900 0304");

    [Fact]
    public void FramesAreUnitsAndKeyFramesTellTheFormat()
    {
        List<Assembly.Unit> units = Assemble(Inter, Key, Inter, Hidden, Scaled, Key);
        Assert.Equal("I*PPI*I*", Assembly.Describe(units));
        Assert.Equal(["VP8 320x240", "VP8 320x240", "VP8 320x240", "VP8 240x180", "VP8 320x240"], units.Select(unit => unit.Facts.Format.Description));
        Assert.Equal([Key, Inter, Hidden, Scaled, Key], units.Select(unit => unit.Bytes));
        Assert.Same(units[0].Facts.Format, units[2].Facts.Format);
        Assert.Equal("vp08.00.20.08", units[0].Facts.Format.Rfc6381);
        Assert.DoesNotContain(units, unit => unit.Facts.IsDisposable || unit.Facts.IsDamaged);
    }

    [Fact]
    public void VersionIsPartOfTheFormat()
    {
        byte[] other = [0x52, .. Key[1..]];
        List<Assembly.Unit> units = Assemble(Key, other);
        Assert.Equal(1, Assert.IsType<Vp8Format>(units[1].Facts.Format).Version);
        Assert.NotEqual(units[0].Facts.Format, units[1].Facts.Format);
    }

    [Fact]
    public void ConfigurationIsReadAsWritten()
    {
        Vp8Format format = Assert.IsType<Vp8Format>(Vp8Format.Of(new VpxConfig(1, 31, 8, 0, VpxConfig.Unstated), 1280, 720));
        Assert.Equal("vp08.01.31.08", format.Rfc6381);
        Assert.Equal(format, Vp8Format.Of(format.Config, 1280, 720));
        Assert.Null(Vp8Format.Of(format.Config with { BitDepth = 10 }, 1280, 720));
        Assert.Null(Vp8Format.Of(format.Config with { Chroma = 3 }, 1280, 720));
        Assert.Null(Vp8Format.Of(format.Config, 1280, 0));
    }

    [Theory]
    [InlineData("another start code", "5019009D012B4001F000")]
    [InlineData("no width", "5019009D012A0000F000")]
    [InlineData("a key frame cut off", "5019009D012A4001F0")]
    [InlineData("a version that is none", "5919009D012A4001F000")]
    [InlineData("cut off", "3119")]
    public void WhatCannotBeUnderstoodIsNoFrame(string name, string hex)
    {
        Assert.False(Vp8FrameHeader.TryRead(Hex.Parse(hex), out _), name);
        Assert.Single(Assemble(Key, Hex.Parse(hex)));
    }

    [Fact]
    public void SecondFrameOfAUnitDamagesItAndBoundsHold()
    {
        using Vp8Assembler assembler = new(null, Assembly.Options(64));
        assembler.Add(Key);
        assembler.Add(Inter);
        Assert.True(assembler.TryComplete(false, out AssembledUnit unit));
        Assert.True(unit.IsDamaged);
        unit.Payload.Release();
        assembler.Add([.. Key, .. new byte[64]]);
        Assert.False(assembler.TryComplete(false, out _));
        Assert.Equal((1, 1), (assembler.Faults.Malformed, assembler.Faults.TooLarge));
    }

    [Fact]
    public void WhateverComesNothingIsThrownAndNoBufferIsLeft() => Fuzz.Run([Key, Scaled, Inter, Hidden], frame => Assemble(Key, frame, Inter));

    private static List<Assembly.Unit> Assemble(params byte[][] frames)
    {
        UnitAssemblerOptions options = Assembly.Options();
        List<Assembly.Unit> units = [];
        using (UnitAssembler assembler = Vp8Codec.Instance.CreateAssembler(null, ParameterSets.Empty, options))
        {
            foreach (byte[] frame in frames)
            {
                assembler.Add(frame);
                Assembly.Complete(assembler, units);
            }
        }

        Assert.Equal(0, options.Pool.Outstanding);
        return units;
    }
}
