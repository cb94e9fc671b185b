using Headrace.Media.Codecs;
using Headrace.Media.Codecs.JpegXs;
using Headrace.Media.Tracks;
using Headrace.TestKit;
using Headrace.TestKit.Clips;

namespace Headrace.Media.Tests.Codecs.JpegXs;

public sealed class JpegXsTests
{
    private static readonly JpegXsFrame Frame = JpegXsFrame.Make(1, 1920, 1080, 4, 300);

    [Fact]
    public void HeaderOfACodestreamIsRead()
    {
        // ISO/IEC 21122-1, A.4: SOC, CAP without bits, PIH, CDT of three components, WGT.
        byte[] codestream = Hex.Parse(
            "FF10 FF500002 FF12001A 00001000 3540 1008 0780 0438 0000 0010 03 04 08 12 84 00 51 00 FF130008 0A11 0A21 0A21 FF14 0004 0102 FF20 0004 0000");
        Assert.True(JpegXsHeader.TryParse(codestream, out JpegXsHeader header));
        Assert.Equal(new JpegXsHeader(0x3540, 0x1008, 1920, 1080, 16, 3, 10, 2), header);
    }

    [Theory]
    [InlineData("4:4:4", "0C11 0C11 0C11", 3, 12, 3)]
    [InlineData("4:2:0", "0811 0822 0822", 3, 8, 1)]
    [InlineData("one component", "1011", 1, 16, 0)]
    [InlineData("with alpha", "0A11 0A21 0A21 0A11", 4, 10, 2)]
    public void ComponentsTellDepthAndChroma(string name, string table, byte components, byte depth, byte chroma)
    {
        byte[] cdt = Hex.Parse(table);
        byte[] codestream = Hex.Parse($"FF10 FF500002 FF12001A 00001000 0000 0000 0040 0040 0000 0010 {components:X2} 04 08 12 84 00 51 00 FF1300{cdt.Length + 2:X2} {table} FF14 0002");
        Assert.True(JpegXsHeader.TryParse(codestream, out JpegXsHeader header), name);
        Assert.Equal((components, depth, chroma), (header.Components, header.BitDepth, header.ChromaFormat));
    }

    [Theory]
    [InlineData("no start", "FF12001A")]
    [InlineData("no picture header", "FF10 FF500002 FF13 0004 0A11 FF20 0004 0000")]
    [InlineData("a picture header of another length", "FF10 FF12 0004 0000 FF13 0004 0A11")]
    [InlineData("no width", "FF10 FF12001A 00001000 3540 1008 0000 0438 0000 0010 03 04 08 12 84 00 51 00 FF130008 0A11 0A21 0A21")]
    [InlineData("a length that goes past the end", "FF10 FF50 00FF 00")]
    [InlineData("no marker", "FF10 0050 0002 0000")]
    public void WhatIsNoHeaderIsRefused(string name, string hex) => Assert.False(JpegXsHeader.TryParse(Hex.Parse(hex), out _), name);

    [Fact]
    public void CodestreamIsFoundBehindBoxes()
    {
        Assert.True(JpegXsHeader.TryFindCodestream(Frame.Whole, out int offset));
        Assert.Equal(JpegXsFrame.Boxes.Length, offset);
        Assert.True(JpegXsHeader.TryFindCodestream(Frame.Whole.AsSpan(offset), out offset));
        Assert.Equal(0, offset);
        Assert.False(JpegXsHeader.TryFindCodestream(Hex.Parse("000000FF 6A707673 00"), out _));
        Assert.False(JpegXsHeader.TryFindCodestream(Hex.Parse("00000000 6A707673 00"), out _));
    }

    [Fact]
    public void EachFrameIsARandomAccessPoint()
    {
        Assembly.Unit unit = Assert.Single(Assemble([Frame.Whole]));
        JpegXsFormat format = Assert.IsType<JpegXsFormat>(unit.Facts.Format);
        Assert.Equal(("JPEG XS 1920x1080", 10, 2, false, false), (format.Description, format.BitDepth, format.ChromaFormat, format.HasFields, format.IsSliced));
        Assert.Equal((RandomAccess.Idr, PictureKind.I, true), (unit.Facts.RandomAccess, unit.Facts.Picture, unit.Facts.IsDisposable));
        Assert.Equal([Convert.ToHexString(Frame.Whole)], unit.Nals);
    }

    [Fact]
    public void SlicesStayAsTheyWereCut()
    {
        Assembly.Unit unit = Assert.Single(Assemble([.. Frame.Pieces]));
        Assert.Equal(Frame.Pieces.Select(Convert.ToHexString), unit.Nals);
        Assert.True(((JpegXsFormat)unit.Facts.Format).IsSliced);
    }

    [Fact]
    public void TwoFieldsAreOneFrame()
    {
        JpegXsFrame first = JpegXsFrame.Make(2, 1920, 540, 2, 100);
        JpegXsFrame second = JpegXsFrame.Make(3, 1920, 540, 2, 100);
        Assembly.Unit unit = Assert.Single(Assemble([first.Whole, second.Whole]));
        Assert.Equal(("JPEG XS 1920x1080", true), (unit.Facts.Format.Description, ((JpegXsFormat)unit.Facts.Format).HasFields));
        List<Assembly.Unit> three = Assemble([first.Whole, second.Whole], [first.Whole, second.Whole, first.Whole]);
        Assert.True(three[1].Facts.IsDamaged);
        Assert.Equal(unit.Facts.Format, three[1].Facts.Format);
    }

    [Fact]
    public void FormatComesWithTheFirstWholeFrameOnly()
    {
        using JpegXsAssembler assembler = new(JpegXsDeclaration.None, Assembly.Options());
        assembler.Add(Frame.Whole);
        Assert.False(assembler.TryComplete(true, out _));
        Assert.Null(assembler.Format);
        assembler.Add(Frame.Slices[0]);
        Assert.False(assembler.TryComplete(false, out _));
        Assert.Equal(1, assembler.Faults.Malformed);
    }

    [Fact]
    public void FramesAboveTheBoundAreDroppedAndCounted()
    {
        UnitAssemblerOptions options = Assembly.Options(maxUnitBytes: 512);
        using (JpegXsAssembler assembler = new(JpegXsDeclaration.None, options))
        {
            foreach (byte[] piece in Frame.Pieces) assembler.Add(piece);
            Assert.False(assembler.TryComplete(false, out _));
            Assert.Equal(1, assembler.Faults.TooLarge);
        }

        Assert.Equal(0, options.Pool.Outstanding);
    }

    [Fact]
    public void WhateverComesNothingIsThrownAndNoBufferIsLeft()
    {
        UnitAssemblerOptions options = Assembly.Options(maxUnitBytes: 4096);
        Fuzz.Run([Frame.Whole, Frame.Header, Frame.Slices[0], Frame.Header[JpegXsFrame.Boxes.Length..]], bytes =>
        {
            using JpegXsAssembler assembler = new(JpegXsDeclaration.None, options);
            assembler.Add(bytes);
            assembler.Add(Frame.Whole);
            if (assembler.TryComplete(false, out AssembledUnit unit)) unit.Payload.Release();
        });
        Assert.Equal(0, options.Pool.Outstanding);
    }

    private static List<Assembly.Unit> Assemble(params byte[][][] frames)
    {
        using JpegXsAssembler assembler = new(JpegXsDeclaration.None, Assembly.Options());
        List<Assembly.Unit> units = [];
        foreach (byte[][] pieces in frames)
        {
            foreach (byte[] piece in pieces) assembler.Add(piece);
            Assembly.Complete(assembler, units);
        }

        return units;
    }
}
