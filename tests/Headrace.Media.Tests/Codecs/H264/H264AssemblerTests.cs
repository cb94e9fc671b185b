using Headrace.Media.Bits;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.H264;

public sealed class H264AssemblerTests
{
    private static readonly byte[] Sps = Convert.FromHexString("674D400CECA0A0CFCF80880000030008000003019078A14CB0");
    private static readonly byte[] Pps = Convert.FromHexString("68EBE3CB20");
    private static readonly byte[] RecoveryZero = Convert.FromHexString("060601C480");

    public static TheoryData<string, string, string, string, int?> Streams => new()
    {
        { "baseline", H264Streams.Baseline, "I*PPI*PP", "++++++", 0 },
        { "closed GOPs", H264Streams.Closed, "I*PBBPBI*PBBPBI*P", "+++-+-+++-+-++", 2 },
        { "MBAFF", H264Streams.Mbaff, "I*PPI*PP", "++++++", 0 },
        { "open GOPs", H264Streams.OpenGop, "I*PBBBIoBBBPBBBIoBBBPBB", "++" + "+--" + "++--" + "++--" + "++--" + "++-", 2 },
        { "gradual refresh", H264Streams.Refresh, "I*PPPPPP2PPPPPP2PPP", "++++++++++++++++", 0 },
        { "slices", H264Streams.Slices, "I*PPI*PP", "++++++", 0 },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void UnitsOfAByteStreamAreFound(string name, string hex, string kinds, string disposable, int? reorder)
    {
        List<Assembly.Unit> units = Assembly.OfByteStream(H264Codec.Instance, Convert.FromHexString(hex));
        Assert.True(kinds == Assembly.Describe(units), name + ": " + Assembly.Describe(units));
        Assert.Equal(disposable, Assembly.Disposable(units));
        Assert.All(units, unit => Assert.Equal((reorder, 3600), (unit.Facts.ReorderDepth, unit.Facts.NominalDuration)));
        Assert.All(units, unit => Assert.DoesNotContain(unit.Nals, nal => nal[1] is '7' or '8' or '9'));
        Assert.All(units, unit => Assert.Equal(2, unit.Facts.ParameterSets.Sets.Length));
        Assert.Single(units.Select(unit => unit.Facts.ParameterSets).Distinct());
    }

    [Fact]
    public void SlicesOfAPictureAreOneUnitAndSeiIsKept()
    {
        Assert.All(Assembly.OfByteStream(H264Codec.Instance, Convert.FromHexString(H264Streams.Slices)), unit => Assert.Equal(3, unit.Nals.Count()));
        Assert.All(Assembly.OfByteStream(H264Codec.Instance, Convert.FromHexString(H264Streams.Mbaff)), unit => Assert.Equal("06", unit.Nals.First()[..2]));
    }

    [Fact]
    public void UnitsBeforeTheFirstParameterSetsAreDropped()
    {
        byte[] stream = Convert.FromHexString(H264Streams.Closed);
        int second = stream.AsSpan(60).IndexOf(Convert.FromHexString("00000167")) + 60;
        int slice = stream.AsSpan().IndexOf(Convert.FromHexString("00000165"));
        List<Assembly.Unit> units = Assembly.OfByteStream(H264Codec.Instance, stream.AsSpan(slice));
        Assert.Equal("I*PBBPBI*P", Assembly.Describe(units));
        Assert.True(second > slice);
    }

    [Fact]
    public void AnnouncedParameterSetsAreInForceAtOnce()
    {
        ParameterSets sets = ParameterSets.Empty.With(ParameterSetKind.Sps, 0, Sps).With(ParameterSetKind.Pps, 0, Pps);
        using UnitAssembler assembler = H264Codec.Instance.CreateAssembler(null, sets, Assembly.Options());
        H264Format format = Assert.IsType<H264Format>(assembler.Format);
        Assert.Equal((320, 180), (format.Width, format.Height));
        Assert.Equal(2, assembler.ParameterSets.Sets.Length);
        Assert.True(assembler.IsEmpty);
    }

    [Fact]
    public void ASecondPictureParameterSetChangesTheSetsAndNotTheFormat()
    {
        List<Assembly.Unit> units = [];
        using UnitAssembler assembler = H264Codec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        foreach (byte[] piece in new[] { Sps, Pps, Idr(), Slice(1, 2), Convert.FromHexString("685EA3CC0300"), Slice(2, 4) }) Assembly.Feed(assembler, piece, units);
        Assembly.Complete(assembler, units);
        Assert.Equal("I*PP", Assembly.Describe(units));
        Assert.Same(units[0].Facts.ParameterSets, units[1].Facts.ParameterSets);
        Assert.Equal([(ParameterSetKind.Sps, 0), (ParameterSetKind.Pps, 0), (ParameterSetKind.Pps, 1)], units[2].Facts.ParameterSets.Sets.Select(set => (set.Kind, set.Id)));
        Assert.Equal("685EA3CC03", Convert.ToHexString(units[2].Facts.ParameterSets.Sets[2].Nal.Span));
        Assert.Equal(units[0].Facts.Format, units[2].Facts.Format);
    }

    [Fact]
    public void AnotherSizeChangesTheFormatFromItsUnitOn()
    {
        byte[] larger = H264Samples.All.Single(s => s.Name == "Axis").Nal;
        List<Assembly.Unit> units = [];
        using UnitAssembler assembler = H264Codec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        foreach (byte[] piece in new[] { Sps, Pps, Idr(), Slice(1, 2), larger, Pps, Idr() }) Assembly.Feed(assembler, piece, units);
        Assembly.Complete(assembler, units);
        Assert.Equal([320, 320, 1920], units.Select(unit => ((H264Format)unit.Facts.Format).Width));
        Assert.Equal(Convert.ToHexString(Sps), Convert.ToHexString(units[1].Facts.ParameterSets.Sets[0].Nal.Span));
    }

    [Fact]
    public void FormatsThatDifferInTheVuiOnlyAreEqual()
    {
        H264Format plain = Format("Milesight, no VUI");
        Assert.Equal(plain, Format("Dahua, POC type 2, trailing zeros"));
        Assert.Equal(plain.GetHashCode(), Format("Dahua, POC type 2, trailing zeros").GetHashCode());
        Assert.NotEqual(plain, plain with { LevelIdc = 41 });
        Assert.NotEqual(plain, plain with { BitDepthLuma = 10 });
        Assert.NotEqual(plain, plain with { ChromaFormat = 2 });
        Assert.NotEqual(plain, plain with { Width = 1922 });
        Assert.NotEqual(plain, plain with { ProfileIdc = 100 });
    }

    [Theory]
    [InlineData("IDR", "65", "", "I*")]
    [InlineData("I picture with a recovery point", "61", "060601C480", "Io")]
    [InlineData("I picture with a recovery point behind other SEI", "61", "0604020000060184080", "Io")]
    [InlineData("I picture without one", "61", "", "I")]
    public void RandomAccessIsWhatSlicesAndSeiSay(string name, string header, string sei, string expected)
    {
        List<Assembly.Unit> units = [];
        ParameterSets sets = ParameterSets.Empty.With(ParameterSetKind.Sps, 0, Sps).With(ParameterSetKind.Pps, 0, Pps);
        using UnitAssembler assembler = H264Codec.Instance.CreateAssembler(null, sets, Assembly.Options());
        byte[] slice = Intra(Convert.FromHexString(header)[0]);
        if (sei.Length > 0) assembler.Add(Convert.FromHexString(sei.Length % 2 == 0 ? sei : sei[..^1]));
        assembler.Add(slice);
        Assembly.Complete(assembler, units);
        Assert.True(expected == Assembly.Describe(units), name);
    }

    [Fact]
    public void AnIntraPictureWithParameterSetsIsAnOpenPointWhereNothingElseMarksOne()
    {
        List<Assembly.Unit> units = [];
        using UnitAssembler assembler = H264Codec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        foreach (byte[] piece in new[] { Sps, Pps, Intra(0x61), Slice(1, 2), Sps, Pps, Intra(0x61) }) Assembly.Feed(assembler, piece, units);
        Assembly.Complete(assembler, units);
        Assert.Equal("IoPIo", Assembly.Describe(units));
    }

    [Fact]
    public void SeiThatEndsUpWithoutAPictureGoesToTheNextUnit()
    {
        List<Assembly.Unit> units = [];
        ParameterSets sets = ParameterSets.Empty.With(ParameterSetKind.Sps, 0, Sps).With(ParameterSetKind.Pps, 0, Pps);
        using UnitAssembler assembler = H264Codec.Instance.CreateAssembler(null, sets, Assembly.Options());
        assembler.Add(RecoveryZero);
        Assembly.Complete(assembler, units);
        Assert.True(assembler.IsEmpty);
        assembler.Add(Intra(0x61));
        Assembly.Complete(assembler, units);
        Assert.Equal("Io", Assembly.Describe(units));
        Assert.Equal(2, units[0].Nals.Count());
    }

    [Fact]
    public void StartCodesWithinAPieceSeparateNalUnits()
    {
        List<Assembly.Unit> units = [];
        using UnitAssembler assembler = H264Codec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        assembler.Add([0, 0, 0, 1, .. Sps, 0, 0, 0, 1, .. Pps, 0, 0, 1, .. Idr()]);
        Assembly.Complete(assembler, units);
        Assert.Equal("I*", Assembly.Describe(units));
        Assert.Single(units[0].Nals);
    }

    [Fact]
    public void AUnitBeyondItsBoundsIsDroppedAndCounted()
    {
        ParameterSets sets = ParameterSets.Empty.With(ParameterSetKind.Sps, 0, Sps).With(ParameterSetKind.Pps, 0, Pps);
        UnitAssemblerOptions options = Assembly.Options(maxUnitBytes: 100);
        using UnitAssembler assembler = H264Codec.Instance.CreateAssembler(null, sets, options);
        assembler.Add([.. Idr(), .. new byte[100]]);
        Assert.False(assembler.TryComplete(false, out _));
        Assert.Equal(new UnitFaults(0, 1, 0, 0), assembler.Faults);
        assembler.Add(Idr());
        Assert.True(assembler.TryComplete(false, out AssembledUnit unit));
        unit.Payload.Release();
        Assert.Equal(0, options.Pool.Outstanding);
    }

    [Fact]
    public void AUnitOfTooManyNalUnitsIsDroppedAndCountedByItsOwnName()
    {
        ParameterSets sets = ParameterSets.Empty.With(ParameterSetKind.Sps, 0, Sps).With(ParameterSetKind.Pps, 0, Pps);
        UnitAssemblerOptions options = Assembly.Options();
        using UnitAssembler assembler = H264Codec.Instance.CreateAssembler(null, sets, options);
        for (int i = 0; i <= NalUnitAssembler.MaxNalUnits; i++) assembler.Add(Idr());
        Assert.False(assembler.TryComplete(false, out _));
        Assert.Equal(new UnitFaults(0, 0, 1, 0), assembler.Faults);
        Assert.Equal(0, options.Pool.Outstanding);
    }

    [Fact]
    public void DamageIsKnownFromTheInputAndFromForbiddenBits()
    {
        ParameterSets sets = ParameterSets.Empty.With(ParameterSetKind.Sps, 0, Sps).With(ParameterSetKind.Pps, 0, Pps);
        List<Assembly.Unit> units = [];
        using UnitAssembler assembler = H264Codec.Instance.CreateAssembler(null, sets, Assembly.Options());
        assembler.Add(Idr());
        Assembly.Complete(assembler, units, isDamaged: true);
        assembler.Add(Slice(1, 2));
        assembler.Add([0xE1, 0, 0]);
        Assembly.Complete(assembler, units);
        assembler.Add(Slice(2, 4));
        Assembly.Complete(assembler, units);
        Assert.Equal([true, true, false], units.Select(unit => unit.Facts.IsDamaged));
        Assert.Equal(1, assembler.Faults.Total);
    }

    [Fact]
    public void LayersOfTheExtensionsAreLeftOut()
    {
        List<Assembly.Unit> units = [];
        using UnitAssembler assembler = H264Codec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        foreach (string hex in new[] { "0910", "6F53800C", "0C80", "0A", "6E000000", "74010203", "0B" }) assembler.Add(Convert.FromHexString(hex));
        foreach (byte[] piece in new[] { Sps, Pps, Idr() }) assembler.Add(piece);
        Assembly.Complete(assembler, units);
        Assert.Equal([Convert.ToHexString(Idr())], units[0].Nals);
        Assert.Equal(0, assembler.Faults.Total);
    }

    [Fact]
    public void AUnitAllocatesNothingButItsPayload()
    {
        byte[][] pieces = [Sps, Pps, RecoveryZero, Intra(0x61), Slice(1, 2), Slice(2, 4)];
        using UnitAssembler assembler = H264Codec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        int count = Run(3);
        Assert.Equal(0, Allocations.OfLeast(() => count += Run(50)));
        Assert.True(count > 150);

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
    public void AnyPiecesAreAssembledWithinBounds() => Fuzz.Run(H264Streams.All, bytes =>
    {
        UnitAssemblerOptions options = Assembly.Options(maxUnitBytes: 4096);
        using (UnitAssembler assembler = H264Codec.Instance.CreateAssembler(null, ParameterSets.Empty, options))
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

    private static void Check(AssembledUnit unit)
    {
        if (unit.Payload.Length is 0 or > 4096 || unit.ParameterSets.Sets.Length > ParameterSets.MaxSets) throw new InvalidOperationException("bounds");
        NalUnits.Enumerator walk = new NalUnits(unit.Payload.Span).GetEnumerator();
        while (walk.MoveNext())
        {
            if (walk.Current.IsEmpty) throw new InvalidOperationException("empty unit");
        }

        if (walk.IsBroken) throw new InvalidOperationException("not canonical");
        unit.Payload.Release();
    }

    private static H264Format Format(string name)
    {
        Assert.True(H264Sps.TryParse(H264Samples.All.Single(s => s.Name == name).Nal, out H264Sps? sps));
        return H264Format.Of(sps);
    }

    private static byte[] Idr() => H264Slices.Make(0x65, type: 7, frameNum: 0, poc: 0, idr: 0);

    private static byte[] Intra(byte header) => H264Slices.Make(header, type: 7, frameNum: 0, poc: 0, idr: header == 0x65 ? 0 : null);

    private static byte[] Slice(uint frameNum, uint poc) => H264Slices.Make(0x41, type: 5, frameNum, poc);
}
