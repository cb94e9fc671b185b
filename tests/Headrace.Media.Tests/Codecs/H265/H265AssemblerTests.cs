using Headrace.Media.Bits;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.H265;
using Headrace.Media.Tests.Bits;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.H265;

public sealed class H265AssemblerTests
{
    private static readonly byte[] Vps = Convert.FromHexString(H265Samples.Vps);
    private static readonly byte[] Sps = H265Samples.All.Single(s => s.Name == "x265").Nal;
    private static readonly byte[] Pps = Convert.FromHexString(H265Samples.Pps);

    /// <summary>Kinds; disposable (-) or not; leading (L) or not; temporal layers.</summary>
    public static TheoryData<string, string, string, string, string, string> Streams => new()
    {
        { "closed GOPs", H265Streams.Closed, "I*PBBPBI*PBBPBI*P", "+++-+-+++-+-++", "..............", "00000000000000" },
        { "open GOPs", H265Streams.OpenGop, "I*PBBBIoBBBPBBBIoBBBPBB", "+++--++--++--++--++-", "......LLL.....LLL...", "00000000000000000000" },
        { "decodable leading pictures", H265Streams.Radl, "I*PBBI*BBPBBI*BBP", "+++-++-++-++-+", ".....LL....LL.", "00000000000000" },
        { "slices", H265Streams.Slices, "I*PIoP", "++++", "....", "0000" },
        { "temporal layers", H265Streams.Temporal, "I*PBBBPBBBP", "+++--++--+", "..........", "0001100110" },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void UnitsOfAByteStreamAreFound(string name, string hex, string kinds, string disposable, string leading, string layers)
    {
        List<Assembly.Unit> units = Assembly.OfByteStream(H265Codec.Instance, Convert.FromHexString(hex));
        Assert.True(kinds == Assembly.Describe(units), name + ": " + Assembly.Describe(units));
        Assert.Equal(disposable, Assembly.Disposable(units));
        Assert.Equal(leading, string.Concat(units.Select(unit => unit.Facts.IsLeading ? 'L' : '.')));
        Assert.Equal(layers, string.Concat(units.Select(unit => unit.Facts.TemporalId)));
        Assert.All(units, unit => Assert.Equal(3, unit.Facts.ParameterSets.Sets.Length));
        Assert.All(units, unit => Assert.Equal(3600, unit.Facts.NominalDuration));
        Assert.Single(units.Select(unit => unit.Facts.ParameterSets).Distinct());
    }

    [Theory]
    [InlineData("IDR_W_RADL", 19, RandomAccessKind.Idr)]
    [InlineData("IDR_N_LP", 20, RandomAccessKind.Idr)]
    [InlineData("CRA", 21, RandomAccessKind.OpenGop)]
    [InlineData("BLA_W_LP", 16, RandomAccessKind.OpenGop)]
    [InlineData("BLA_W_RADL", 17, RandomAccessKind.Idr)]
    [InlineData("BLA_N_LP", 18, RandomAccessKind.Idr)]
    [InlineData("TRAIL_R", 1, RandomAccessKind.None)]
    public void RandomAccessIsTheType(string name, byte type, RandomAccessKind kind)
    {
        Assembly.Unit unit = Assemble(Vps, Sps, Pps, Slice(type, 2));
        Assert.True(kind == unit.Facts.RandomAccess.Kind, name);
    }

    [Theory]
    [InlineData("a refresh over six pictures", 6, 1u, RandomAccessKind.Recovery, 6)]
    [InlineData("an intra picture where it ends at once", 0, 2u, RandomAccessKind.OpenGop, 0)]
    [InlineData("a predicted picture where it ends at once", 0, 1u, RandomAccessKind.None, 0)]
    public void RecoveryPointsCount(string name, int count, uint sliceType, RandomAccessKind kind, int frames)
    {
        byte[] sei = [0x4E, 0x01, 0x06, 0x02, .. new BitWriter().Se(count).Flag(true).Flag(false).Write(1, 1).Write(0, 8).ToBytes()[..2], 0x80];
        Assembly.Unit unit = Assemble(Vps, Sps, Pps, sei, Slice(1, sliceType));
        Assert.True(kind == unit.Facts.RandomAccess.Kind, name);
        Assert.Equal(frames, unit.Facts.RandomAccess.RecoveryFrames);
        Assert.Equal(2, unit.Nals.Count());
    }

    [Fact]
    public void OnlyTheBaseLayerOfSlicesAndSeiIsKept()
    {
        byte[] prefix = [0x4E, 0x01, 0x89, 0x01, 0x00, 0x80];
        byte[] suffix = [0x50, 0x01, 0x84, 0x01, 0x00, 0x80];
        Assembly.Unit unit = Assemble(
            [0x46, 0x01, 0x10], Vps, Sps, Pps, prefix, Slice(20, 2), [0x28, 0x09, 0xAF], [0x42, 0x09, 0x01], suffix, [0x4C, 0x01, 0xFF, 0x80], [0x48, 0x01], [0x7C, 0x01, 0x00]);
        Assert.Equal([Convert.ToHexString(prefix), Convert.ToHexString(Slice(20, 2)), Convert.ToHexString(suffix)], unit.Nals);
        Assert.False(unit.Facts.IsDamaged);
    }

    public static TheoryData<string, byte[], bool> Followers => new()
    {
        { "first slice segment", Slice(1, 1), true },
        { "another slice segment", Slice(1, 1, isFirst: false), false },
        { "slice of another layer", [0x02, 0x09, 0xD0, 0x00], false },
        { "delimiter", [0x46, 0x01, 0x10], true },
        { "parameter set", Sps, true },
        { "prefix SEI", [0x4E, 0x01, 0x89, 0x01, 0x00, 0x80], true },
        { "suffix SEI", [0x50, 0x01, 0x84, 0x01, 0x00, 0x80], false },
        { "filler", [0x4C, 0x01, 0xFF, 0x80], false },
        { "end of sequence", [0x48, 0x01], false },
        { "one byte", [0x26], false },
    };

    [Theory]
    [MemberData(nameof(Followers))]
    public void TheNextPictureBeginsAtItsFirstSegment(string name, byte[] piece, bool begins)
    {
        using UnitAssembler assembler = H265Codec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        foreach (byte[] nal in new[] { Vps, Sps, Pps }) assembler.Add(nal);
        Assert.False(assembler.BeginsNext(piece));
        assembler.Add(Slice(20, 2));
        Assert.True(begins == assembler.BeginsNext(piece), name);
    }

    [Fact]
    public void DependentSegmentsAndExtraBitsAreUnderstood()
    {
        H265ParameterTable table = new();
        Assert.True(table.TryAdd(Sps));
        Assert.True(table.TryAdd(new BitWriter().Ue(0).Ue(0).Flag(true).Flag(false).Write(2, 3).Write(0, 20).ToNal(0x44, 0x01)));
        Assert.True(table.TryFind(0, out _, out H265Sps? sps));
        Assert.Equal(4, sps.SliceAddressBits);
        Assert.True(H265SliceHeader.TryParse(new BitWriter().Flag(true).Ue(0).Write(0, 2).Ue(1).Write(0, 8).ToNal(0x02, 0x01), table, out H265SliceHeader first));
        Assert.Equal((true, PictureKind.P), (first.IsFirst, first.Kind));
        Assert.True(H265SliceHeader.TryParse(new BitWriter().Flag(false).Ue(0).Flag(true).Write(5, 4).Write(0, 8).ToNal(0x02, 0x01), table, out H265SliceHeader dependent));
        Assert.Equal((false, PictureKind.None), (dependent.IsFirst, dependent.Kind));
        Assert.True(H265SliceHeader.TryParse(new BitWriter().Flag(false).Ue(0).Flag(false).Write(5, 4).Write(3, 2).Ue(0).Write(0, 8).ToNal(0x02, 0x01), table, out H265SliceHeader second));
        Assert.Equal(PictureKind.B, second.Kind);
    }

    [Fact]
    public void PicturesThatHigherLayersMayReferToAreNotDisposable()
    {
        byte[] layered = H265Samples.All.Single(s => s.Name == "x265, two temporal layers").Nal;
        Assert.False(Assemble(Vps, layered, Pps, Slice(0, 0)).Facts.IsDisposable);
        Assert.True(Assemble(Vps, layered, Pps, Slice(0, 0, temporalId: 1)).Facts.IsDisposable);
        Assert.False(Assemble(Vps, layered, Pps, Slice(1, 0, temporalId: 1)).Facts.IsDisposable);
        Assert.True(Assemble(Vps, Sps, Pps, Slice(0, 0)).Facts.IsDisposable);
    }

    [Fact]
    public void AForbiddenBitOrTemporalIdentifierIsDamage()
    {
        Assert.True(Assemble(Vps, Sps, Pps, Slice(20, 2), [0x82, 0x01, 0x00]).Facts.IsDamaged);
        Assert.True(Assemble(Vps, Sps, Pps, Slice(20, 2), [0x02, 0x00, 0x00]).Facts.IsDamaged);
        Assert.True(Assemble(Vps, Sps, Pps, Slice(20, 2), [0x02]).Facts.IsDamaged);
    }

    [Fact]
    public void AUnitAllocatesNothingButItsPayload()
    {
        byte[][] pieces = [Vps, Sps, Pps, Slice(20, 2), Slice(1, 1), Slice(0, 0)];
        using UnitAssembler assembler = H265Codec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        Run(3);
        int count = 0;
        Assert.Equal(0, Allocations.OfLeast(() => count = Run(50)));
        Assert.Equal(150, count);

        int Run(int rounds)
        {
            int units = 0;
            for (int i = 0; i < rounds; i++)
            {
                foreach (byte[] piece in pieces)
                {
                    if (assembler.BeginsNext(piece) && assembler.TryComplete(false, out AssembledUnit unit))
                    {
                        units++;
                        unit.Payload.Release();
                    }

                    assembler.Add(piece);
                }
            }

            return units;
        }
    }

    [Fact]
    public void AnyPiecesAreAssembledWithinBounds() => Fuzz.Run(H265Streams.All, bytes =>
    {
        UnitAssemblerOptions options = Assembly.Options(maxUnitBytes: 4096);
        using (UnitAssembler assembler = H265Codec.Instance.CreateAssembler(null, ParameterSets.Empty, options))
        {
            int i = 0;
            foreach (ReadOnlySpan<byte> nal in new AnnexB(bytes))
            {
                if ((assembler.BeginsNext(nal) || ++i % 7 == 0) && assembler.TryComplete(i % 2 == 0, out AssembledUnit unit)) Check(unit);
                assembler.Add(nal);
            }

            if (assembler.TryComplete(false, out AssembledUnit last)) Check(last);
        }

        if (options.Pool.Outstanding != 0) throw new InvalidOperationException("buffer lost");
    });

    [Fact]
    public void AnySliceHeaderOrSeiIsReadOrRefused()
    {
        H265ParameterTable table = new();
        Assert.True(table.TryAdd(Sps));
        Assert.True(table.TryAdd(Pps));
        Fuzz.Run([Slice(20, 2), Slice(1, 1, isFirst: false), [0x4E, 0x01, 0x06, 0x01, 0xC8, 0x80]], bytes =>
        {
            H265SliceHeader.TryParse(bytes, table, out _);
            H265Sei.TryReadRecoveryPoint(bytes, out _);
        });
    }

    private static void Check(AssembledUnit unit)
    {
        if (unit.Payload.Length is 0 or > 4096) throw new InvalidOperationException("bounds");
        NalUnits.Enumerator walk = new NalUnits(unit.Payload.Span).GetEnumerator();
        while (walk.MoveNext())
        {
            if (walk.Current.IsEmpty) throw new InvalidOperationException("empty unit");
        }

        if (walk.IsBroken) throw new InvalidOperationException("not canonical");
        unit.Payload.Release();
    }

    private static Assembly.Unit Assemble(params byte[][] pieces)
    {
        List<Assembly.Unit> units = [];
        using UnitAssembler assembler = H265Codec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        foreach (byte[] piece in pieces) assembler.Add(piece);
        Assembly.Complete(assembler, units);
        return Assert.Single(units);
    }

    /// <summary>A slice for parameter sets of 320x180 with coding tree blocks of 64: 15 of them, so an address of 4 bits.</summary>
    private static byte[] Slice(byte type, uint sliceType, bool isFirst = true, byte temporalId = 0)
    {
        BitWriter bits = new BitWriter().Flag(isFirst);
        if (type is >= 16 and <= 23) bits.Flag(false);
        bits.Ue(0);
        if (!isFirst) bits.Write(3, 4);
        return bits.Ue(sliceType).Write(0xABCD, 16).ToNal((byte)(type << 1), (byte)(temporalId + 1));
    }
}
