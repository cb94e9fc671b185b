using Headrace.Media.Codecs;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tests.Bits;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.H264;

public sealed class H264PictureBoundaryTests
{
    private const uint P = 5;
    private const uint I = 7;
    private static readonly byte[] Pps = new BitWriter().Ue(0).Ue(0).Flag(false).Flag(false).Ue(0).Ue(0).Ue(0)
        .Flag(false).Write(0, 2).Se(0).Se(0).Se(0).Flag(false).Flag(false).Flag(false).ToNal(0x68);

    private static readonly byte[] SecondPps = new BitWriter().Ue(1).Ue(0).Flag(false).Flag(false).Ue(0).Ue(0).Ue(0)
        .Flag(false).Write(0, 2).Se(0).Se(0).Se(0).Flag(false).Flag(false).Flag(false).ToNal(0x68);

    private static readonly byte[] RedundantPps = new BitWriter().Ue(0).Ue(0).Flag(false).Flag(false).Ue(0).Ue(0).Ue(0)
        .Flag(false).Write(0, 2).Se(0).Se(0).Se(0).Flag(false).Flag(false).Flag(true).ToNal(0x68);

    private static readonly byte[] First = H264Slices.Make(0x41, P, 3, 8);

    /// <summary>7.4.1.2.4, one difference each; the first slice is P, frame_num 3, pic_order_cnt_lsb 8.</summary>
    public static TheoryData<string, byte[], bool> Followers => new()
    {
        { "another slice of the picture", H264Slices.Make(0x41, P, 3, 8, first: 1), false },
        { "another kind of slice of the picture", H264Slices.Make(0x41, I, 3, 8, first: 1), false },
        { "another nal_ref_idc that is not 0", H264Slices.Make(0x21, P, 3, 8, first: 1), false },
        { "frame_num", H264Slices.Make(0x41, P, 4, 8, first: 1), true },
        { "pic_order_cnt_lsb", H264Slices.Make(0x41, P, 3, 10, first: 1), true },
        { "nal_ref_idc", H264Slices.Make(0x01, P, 3, 8, first: 1), true },
        { "picture parameter set", H264Slices.Make(0x41, P, 3, 8, first: 1, pps: 1), true },
        { "IDR", H264Slices.Make(0x65, I, 3, 8, idr: 0, first: 1), true },
        { "first macroblock again", First, true },
        { "unknown set, first macroblock", H264Slices.Make(0x41, P, 3, 8, pps: 9), true },
        { "unknown set, later macroblock", H264Slices.Make(0x41, P, 3, 8, first: 1, pps: 9), false },
        { "delimiter", [0x09, 0x10], true },
        { "SEI", [0x06, 0x05, 0x01, 0x00, 0x80], true },
        { "parameter set", Pps, true },
        { "prefix", [0x6E, 0x00, 0x00, 0x00], true },
        { "filler", [0x0C, 0xFF, 0x80], false },
        { "end of sequence", [0x0A], false },
    };

    [Theory]
    [MemberData(nameof(Followers))]
    public void TheNextPictureBeginsWhereASliceHeaderDiffers(string name, byte[] piece, bool begins)
    {
        using UnitAssembler assembler = Begin(H264SpsTests.MakeSps(77, 1, true, 0, 0, 0, 0), Pps, SecondPps, First);
        Assert.True(begins == assembler.BeginsNext(piece), name);
    }

    [Fact]
    public void TwoIdrPicturesInARowDifferInTheirIdentifier()
    {
        using UnitAssembler assembler = Begin(H264SpsTests.MakeSps(77, 1, true, 0, 0, 0, 0), Pps, H264Slices.Make(0x65, I, 0, 0, idr: 0));
        Assert.False(assembler.BeginsNext(H264Slices.Make(0x65, I, 0, 0, idr: 0, first: 1)));
        Assert.True(assembler.BeginsNext(H264Slices.Make(0x65, I, 0, 0, idr: 1, first: 1)));
    }

    [Fact]
    public void RedundantPicturesBelongToTheirPicture()
    {
        using UnitAssembler assembler = Begin(H264SpsTests.MakeSps(77, 1, true, 0, 0, 0, 0), RedundantPps, First);
        Assert.False(assembler.BeginsNext(First));
    }

    [Fact]
    public void FieldsOfAFrameAreOneUnitWithWhatLiesBetween()
    {
        List<Assembly.Unit> units = [];
        using UnitAssembler assembler = Begin(Interlaced, Pps);
        foreach (byte[] piece in new[]
        {
            Delimiter, Field(0x65, I, 0, 0, false, idr: 0), Delimiter, Sei(1), Field(0x41, P, 0, 1, true),
            Delimiter, Sei(2), Field(0x01, 6, 1, 2, false), Field(0x01, 6, 1, 3, true),
        })
        {
            Assembly.Feed(assembler, piece, units);
        }

        Assert.False(assembler.AwaitsSecondField);
        Assembly.Complete(assembler, units);
        Assert.Equal("I*B", Assembly.Describe(units));
        Assert.Equal("+-", Assembly.Disposable(units));
        Assert.Equal([3, 3], units.Select(unit => unit.Nals.Count()));
    }

    [Fact]
    public void AFieldWithoutPartnerEndsWhereTheNextFrameBegins()
    {
        List<Assembly.Unit> units = [];
        using UnitAssembler assembler = Begin(Interlaced, Pps);
        foreach (byte[] piece in new[]
        {
            Field(0x65, I, 0, 0, false, idr: 0), Field(0x41, P, 0, 1, true), Field(0x41, P, 1, 2, false), Delimiter, Recovery,
            Field(0x41, I, 2, 4, false), Sei(3), Field(0x41, P, 2, 5, true),
        })
        {
            Assembly.Feed(assembler, piece, units);
        }

        Assembly.Complete(assembler, units);
        Assert.Equal("I*PIo", Assembly.Describe(units));
        Assert.Equal([2, 1, 4], units.Select(unit => unit.Nals.Count()));
    }

    [Fact]
    public void AnInputThatMarksBoundariesWaitsForTheSecondField()
    {
        using UnitAssembler assembler = Begin(Interlaced, Pps, Field(0x65, I, 0, 0, false, idr: 0));
        Assert.True(assembler.AwaitsSecondField);
        Assert.False(assembler.BeginsNext(Sei(1)));
        Assert.False(assembler.BeginsNext(Field(0x41, P, 0, 1, true)));
        Assert.True(assembler.BeginsNext(Field(0x41, P, 1, 2, false)));
        Assert.True(assembler.BeginsNext(Field(0x65, I, 0, 0, false, idr: 1)));
        Assert.True(assembler.BeginsNext(H264Samples.All[0].Nal));
        assembler.Add(Field(0x41, P, 0, 1, true));
        Assert.False(assembler.AwaitsSecondField);
    }

    [Fact]
    public void PictureOrderTypeOneHasDeltas()
    {
        H264ParameterTable table = new();
        Assert.True(table.TryAdd(H264SpsTests.MakeSps(77, 1, true, 1, 0, 0)));
        Assert.True(table.TryAdd(Pps));
        Assert.True(H264SliceHeader.TryParse(new BitWriter().Ue(0).Ue(5).Ue(0).Write(3, 4).Se(-4).Write(0, 16).ToNal(0x41), table, out H264SliceHeader first));
        Assert.True(H264SliceHeader.TryParse(new BitWriter().Ue(1).Ue(5).Ue(0).Write(3, 4).Se(-2).Write(0, 16).ToNal(0x41), table, out H264SliceHeader second));
        Assert.Equal((-4, -2), (first.DeltaPoc0, second.DeltaPoc0));
        Assert.True(second.BeginsPictureAfter(first));
    }

    [Fact]
    public void AnyBytesParseAsASliceHeaderOrAreRefused()
    {
        H264ParameterTable table = new();
        Assert.True(table.TryAdd(Interlaced));
        Assert.True(table.TryAdd(Pps));
        Fuzz.Run([First, Field(0x65, I, 0, 0, false, idr: 0), H264Slices.Make(0x42, P, 1, 2)], bytes =>
        {
            if (H264SliceHeader.TryParse(bytes, table, out H264SliceHeader header) && header.Kind == PictureKind.None) throw new InvalidOperationException("kind");
        });
    }

    [Fact]
    public void AnySeiIsReadOrRefused() => Fuzz.Run(
        [Recovery, Sei(200), Convert.FromHexString("0604020000060184080080")],
        bytes => H264Sei.TryReadRecoveryPoint(bytes, out _));

    private static byte[] Interlaced => H264SpsTests.MakeSps(77, 1, false, 0, 0, 0);

    private static byte[] Delimiter => [0x09, 0x10];

    private static byte[] Recovery => Convert.FromHexString("060601C480");

    private static byte[] Sei(byte value) => [0x06, 0x01, 0x01, value, 0x80];

    private static byte[] Field(byte header, uint type, uint frameNum, uint poc, bool isBottom, uint? idr = null) =>
        H264Slices.Make(header, type, frameNum, poc, idr, isField: true, isBottom: isBottom);

    private static UnitAssembler Begin(params byte[][] pieces)
    {
        UnitAssembler assembler = H264Codec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        foreach (byte[] piece in pieces) assembler.Add(piece);
        return assembler;
    }
}
