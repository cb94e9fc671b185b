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
    public void UnitOfTooManyPayloadsIsDroppedAndCounted()
    {
        using UnitAssembler assembler = OpaqueCodec.Data.CreateAssembler(Metadata, ParameterSets.Empty, Assembly.Options());
        for (int i = 0; i <= NalUnitAssembler.MaxNalUnits; i++) assembler.Add([1]);
        Assert.False(assembler.TryComplete(false, out _));
        Assert.Equal(new UnitFaults(0, 0, 1, 0), assembler.Faults);
        assembler.Add([1]);
        Assert.True(assembler.TryComplete(false, out AssembledUnit unit));
        unit.Payload.Release();
    }

    [Fact]
    public void WithoutALineOfTheSessionNothingComesOut()
    {
        using UnitAssembler assembler = OpaqueCodec.Video.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        assembler.Add([1]);
        Assert.Null(assembler.Format);
        Assert.False(assembler.TryComplete(false, out _));
        Assert.True(assembler.IsEmpty);
    }

    [Fact]
    public void FormatsAreTheirLines()
    {
        Assert.Equal(Metadata, Metadata with { });
        Assert.NotEqual(Metadata, Metadata with { Fmtp = "x=1" });
        Assert.Equal((90_000, null, "vnd.onvif.metadata/90000"), (Metadata.ClockRate, Metadata.Rfc6381, Metadata.Description));
        OpaqueFormat sound = new(MediaKind.Audio, "vorbis", 44_100, 2);
        Assert.Same(OpaqueCodec.Audio, sound.Codec);
        Assert.Equal("vorbis/44100/2", sound.Description);
        Assert.Same(OpaqueCodec.Video, new OpaqueFormat(MediaKind.Video, "theora", 90_000).Codec);
    }
}
