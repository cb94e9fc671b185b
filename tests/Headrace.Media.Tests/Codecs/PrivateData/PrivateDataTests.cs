using Headrace.Media.Codecs;
using Headrace.Media.Codecs.PrivateData;
using Headrace.Media.Tracks;

namespace Headrace.Media.Tests.Codecs.PrivateData;

public sealed class PrivateDataTests
{
    // MISB ST 1402, 9.4: asynchronous KLV is stream type 0x06 with the registration descriptor KLVA.
    private static readonly PrivateDataFormat Klv = new(PrivateDataCodec.Klv, 0x06, new byte[] { 0x05, 4, 0x4B, 0x4C, 0x56, 0x41 });

    [Fact]
    public void PayloadIsAUnitThatDecodingMayBeginWith()
    {
        List<Assembly.Unit> units = [];
        UnitAssemblerOptions options = Assembly.Options();
        using (UnitAssembler assembler = PrivateDataCodec.Klv.CreateAssembler(Klv, ParameterSets.Empty, options))
        {
            Assembly.Feed(assembler, [6, 14, 43, 52], units);
            Assembly.Feed(assembler, [1], units);
            Assembly.Complete(assembler, units, isDamaged: true);
            Assert.Equal(0, assembler.Faults.Total);
        }

        Assert.Equal([[6, 14, 43, 52], [1]], units.Select(unit => unit.Bytes));
        Assert.All(units, unit => Assert.Same(Klv, unit.Facts.Format));
        Assert.All(units, unit => Assert.Equal((RandomAccess.Idr, 0), (unit.Facts.RandomAccess, unit.Facts.NominalDuration)));
        Assert.Equal([false, true], units.Select(unit => unit.Facts.IsDamaged));
        Assert.Equal(0, options.Pool.Outstanding);
    }

    [Fact]
    public void WithoutAProgramMapTableNothingComesOut()
    {
        using UnitAssembler assembler = PrivateDataCodec.Other.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        assembler.Add([1, 2]);
        Assert.False(assembler.TryComplete(false, out _));
        Assert.Null(assembler.Format);
        Assert.Equal(1, assembler.Faults.Malformed);
    }

    [Fact]
    public void FormatsAreEqualWhenAllThatTheTableSaysIs()
    {
        PrivateDataFormat same = Klv with { Descriptors = Klv.Descriptors.ToArray() };
        Assert.Equal(Klv, same);
        Assert.Equal(Klv.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(Klv, Klv with { StreamType = 0x15 });
        Assert.NotEqual(Klv, Klv with { Descriptors = new byte[] { 0x05, 4, 0x4B, 0x4C, 0x56, 0x42 } });
        Assert.NotEqual(Klv, Klv with { DataCodec = PrivateDataCodec.Other });
    }

    [Fact]
    public void FormatsSayWhatTheyAreAndThatOnlyMpegTsCarriesThem()
    {
        Assert.Equal(("KLV of stream type 0x06", 90_000, null), (Klv.Description, Klv.ClockRate, Klv.Rfc6381));
        Assert.Equal("private data of stream type 0x80", new PrivateDataFormat(PrivateDataCodec.Other, 0x80, default).Description);
        Assert.Equal(MediaKind.Data, Klv.Codec.Kind);
    }
}
