using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Opaque;
using Headrace.Media.Tracks;

namespace Headrace.Media.Tests.Codecs.Opaque;

public sealed class OpaqueTests
{
    private static readonly OpaqueFormat Metadata = new(MediaKind.Data, "vnd.onvif.metadata", 90_000);

    [Fact]
    public void AUnitIsThePayloadsOfOneTimestampWithTheirLengths()
    {
        List<Assembly.Unit> units = [];
        UnitAssemblerOptions options = Assembly.Options();
        using (UnitAssembler assembler = OpaqueCodec.Data.CreateAssembler(Metadata, ParameterSets.Empty, options))
        {
            assembler.Add([1, 2]);
            assembler.Add([]);
            assembler.Add([3]);
            Assert.False(assembler.IsEmpty);
            Assembly.Complete(assembler, units);
            Assert.True(assembler.IsEmpty);
            assembler.Add([4]);
            assembler.Reset();
            Assert.False(assembler.TryComplete(false, out _));
        }

        Assert.Equal("0000000201020000000103", Convert.ToHexString(Assert.Single(units).Bytes));
        Assert.Equal(Metadata, units[0].Facts.Format);
        Assert.True(units[0].Facts.RandomAccess.IsPoint);
        Assert.Equal(0, options.Pool.Outstanding);
    }

    [Fact]
    public void AUnitBeyondItsBoundsIsDroppedAndCounted()
    {
        using UnitAssembler assembler = OpaqueCodec.Data.CreateAssembler(Metadata, ParameterSets.Empty, Assembly.Options(maxUnitBytes: 8));
        assembler.Add([1, 2]);
        assembler.Add([3]);
        Assert.False(assembler.TryComplete(false, out _));
        Assert.Equal(new UnitFaults(0, 1, 0, 0), assembler.Faults);
    }

    [Fact]
    public void FormatsAreTheirLines()
    {
        Assert.Equal(Metadata, Metadata with { });
        Assert.NotEqual(Metadata, Metadata with { Fmtp = "x=1" });
        Assert.Equal((90_000, null, "vnd.onvif.metadata/90000"), (Metadata.ClockRate, Metadata.Rfc6381, Metadata.Description));
        Assert.Same(OpaqueCodec.Audio, new OpaqueFormat(MediaKind.Audio, "L16", 44_100, 2).Codec);
    }
}
