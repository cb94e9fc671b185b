using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Av1;
using Headrace.Media.Tests.Bits;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.Av1;

public sealed class Av1AssemblerTests
{
    private static readonly byte[] Delimiter = [0x12, 0x00];
    private static readonly byte[] Sequence = Hex.Parse("0A0A 00000002AFF79B5F2008");
    private static readonly byte[] Key = [0x32, 0x05, 0x10, 1, 2, 3, 4];
    private static readonly byte[] Inter = [0x32, 0x05, 0x30, 0, 0x04, 3, 4];

    /// <summary>Kinds and which are disposable, as another parser sees them.</summary>
    public static TheoryData<string, string, string, string> Streams => new()
    {
        { "SVT-AV1", Av1Streams.Hidden, "I*PPPPPPPPPI*PPPPPPPPP", "++---+---+++---+---+" },
        { "libaom, 4:4:4", Av1Streams.FullChroma, "I*PPPPPPPPP", "++++++++++" },
        { "libaom, luma only", Av1Streams.Monochrome, "I*PPPPPPPPP", "++++++++++" },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void TemporalUnitsOfAnEncoderAreFound(string name, string hex, string kinds, string disposable)
    {
        List<Assembly.Unit> units = OfStream(Convert.FromHexString(hex));
        Assert.True(kinds == Assembly.Describe(units), name + ": " + Assembly.Describe(units));
        Assert.Equal(disposable, Assembly.Disposable(units));
        byte[] whole = [.. units.SelectMany(unit => Delimiter.Concat(unit.Bytes))];
        Assert.Equal(hex, Convert.ToHexString(whole));
        Assert.All(units, unit => Assert.Equal(0, unit.Facts.ReorderDepth));
    }

    [Fact]
    public void UnitsAreTheSameWithoutDelimiters()
    {
        List<Assembly.Unit> expected = OfStream(Convert.FromHexString(Av1Streams.Hidden));
        List<Assembly.Unit> found = OfStream([.. expected.SelectMany(unit => unit.Bytes)]);
        Assert.Equal(expected.Select(unit => Convert.ToHexString(unit.Bytes)), found.Select(unit => Convert.ToHexString(unit.Bytes)));
    }

    [Fact]
    public void SizesAreWrittenAndWhatADecoderIgnoresIsLeftOut()
    {
        byte[] padding = [0x7A, 0x02, 1, 2];
        byte[] tileList = [0x42, 0x01, 0];
        byte[] reserved = [0x4A, 0x01, 0];
        byte[] metadata = [0x2A, 0x02, 0x01, 0x80];
        byte[] withoutSize = [0x30, .. Inter[2..]];
        Assembly.Unit unit = Assert.Single(Assemble([Delimiter, Sequence, metadata, Key, padding, tileList, reserved]));
        Assert.Equal([.. Sequence, .. metadata, .. Key], unit.Bytes);
        Assert.False(unit.Facts.IsDamaged);
        Assert.Equal(Inter, Assemble([Sequence, Key], [withoutSize])[1].Bytes);
    }

    [Fact]
    public void SequenceHeaderStandsBeforeEachKeyFrameAndNowhereElse()
    {
        byte[] metadata = [0x2A, 0x02, 0x01, 0x80];
        List<Assembly.Unit> units = Assemble([Sequence, Key], [Sequence, Inter], [metadata, Key]);
        Assert.Equal([.. Sequence, .. Key], units[0].Bytes);
        Assert.Equal(Inter, units[1].Bytes);
        Assert.Equal([.. Sequence, .. metadata, .. Key], units[2].Bytes);
        Assert.Equal([RandomAccessKind.Idr, RandomAccessKind.None, RandomAccessKind.Idr], units.Select(unit => unit.Facts.RandomAccess.Kind));
        Assert.Single(units.Select(unit => unit.Facts.Format).Distinct(ReferenceEqualityComparer.Instance));
    }

    [Fact]
    public void NewSequenceHeaderHoldsFromTheNextKeyFrameOn()
    {
        byte[] other = Hex.Parse("0A0A 00000002AFFF9F5F2008");
        List<Assembly.Unit> units = Assemble([Sequence, Key], [other, Inter], [Key], [Inter]);
        Assert.Equal(["AV1 64x48", "AV1 64x48", "AV1 64x64", "AV1 64x64"], units.Select(unit => unit.Facts.Format.Description));
        Assert.Equal([.. other, .. Key], units[2].Bytes);
        Assert.NotEqual(units[0].Facts.Format, units[2].Facts.Format);
    }

    [Theory]
    [InlineData("a key frame that is not shown", "3202 00 00", RandomAccessKind.None, false)]
    [InlineData("an intra frame", "3202 50 00", RandomAccessKind.None, false)]
    [InlineData("a frame that is shown again", "1A01 80", RandomAccessKind.None, true)]
    [InlineData("a switch frame", "3202 70 00", RandomAccessKind.None, false)]
    [InlineData("a frame that refers and is not referred to", "3204 30 00 00 00", RandomAccessKind.None, true)]
    [InlineData("a key frame", "3202 10 00", RandomAccessKind.Idr, false)]
    public void FrameHeadersTellWhatAUnitIs(string name, string frame, RandomAccessKind kind, bool isDisposable)
    {
        Assembly.Unit unit = Assemble([Sequence, Key], [Hex.Parse(frame)])[1];
        Assert.True(kind == unit.Facts.RandomAccess.Kind, name);
        Assert.True(isDisposable == unit.Facts.IsDisposable, name);
    }

    [Fact]
    public void LayersAreRead()
    {
        byte[] layered = [0x36, 0x48, 0x05, .. Inter[2..]];
        Assembly.Unit unit = Assemble([Sequence, Key], [layered])[1];
        Assert.Equal(2, unit.Facts.TemporalId);
        Assert.Equal(layered, unit.Bytes);
    }

    [Theory]
    [InlineData("a header with the forbidden bit", "B20110")]
    [InlineData("a size that goes past the end", "327F10")]
    [InlineData("a size that does not end", "32FFFFFFFFFFFFFFFFFF01")]
    [InlineData("a sequence header cut off", "0A03000000")]
    public void WhatCannotBeUnderstoodDamagesTheUnit(string name, string hex)
    {
        List<Assembly.Unit> units = Assemble([Sequence, Key], [Inter, Hex.Parse(hex)]);
        Assert.True(units[1].Facts.IsDamaged, name);
        Assert.Equal(Inter, units[1].Bytes);
    }

    [Fact]
    public void TilesWithoutTheirFrameGiveNothing()
    {
        Assert.Single(Assemble([Sequence, Key], [[0x22, 0x01, 0x00]]));
    }

    [Fact]
    public void NothingComesBeforeTheFirstSequenceHeader()
    {
        Assert.Single(Assemble([Inter], [Key], [Sequence, Key]));
    }

    [Fact]
    public void UnitsAboveTheBoundsAreDroppedAndCounted()
    {
        UnitAssemblerOptions options = Assembly.Options(maxUnitBytes: 64);
        using (Av1Assembler assembler = new(null, options))
        {
            assembler.Add(Sequence);
            assembler.Add([0x30, 0x10, .. new byte[60]]);
            Assert.False(assembler.TryComplete(false, out _));
            Assert.Equal(1, assembler.Faults.TooLarge);
        }

        Assert.Equal(0, options.Pool.Outstanding);
        using Av1Assembler many = new(null, Assembly.Options());
        many.Add([.. Sequence, .. Key]);
        for (int i = 0; i < Av1Assembler.MaxObus; i++) many.Add([0x20, 0x00]);
        Assert.False(many.TryComplete(false, out _));
        Assert.Equal(1, many.Faults.TooManyNalUnits);
    }

    [Fact]
    public void WhateverComesNothingIsThrownAndNoBufferIsLeft()
    {
        byte[][] corpus = [Convert.FromHexString(Av1Streams.Hidden), Convert.FromHexString(Av1Streams.FullChroma), [.. Sequence, .. Key], Av1Samples.Timed, Av1Samples.Modelled];
        Fuzz.Run(corpus, bytes => OfStream(bytes));
    }

    private static List<Assembly.Unit> OfStream(byte[] stream)
    {
        UnitAssemblerOptions options = Assembly.Options();
        List<Assembly.Unit> units = [];
        using (Av1Assembler assembler = new(null, options))
        {
            foreach (Av1Obu obu in new Av1Obus(stream))
            {
                byte[] piece = new byte[obu.SizedLength];
                obu.WriteSized(piece);
                Assembly.Feed(assembler, piece, units);
            }

            Assembly.Complete(assembler, units);
        }

        Assert.Equal(0, options.Pool.Outstanding);
        return units;
    }

    private static List<Assembly.Unit> Assemble(params byte[][][] temporalUnits)
    {
        using Av1Assembler assembler = new(null, Assembly.Options());
        List<Assembly.Unit> units = [];
        foreach (byte[][] pieces in temporalUnits)
        {
            foreach (byte[] piece in pieces) assembler.Add(piece);
            Assembly.Complete(assembler, units);
            Assert.True(assembler.IsEmpty || units.Count < temporalUnits.Length);
            assembler.Reset();
        }

        return units;
    }
}
