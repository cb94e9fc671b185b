using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.Aac;

public sealed class AacAssemblerTests
{
    [Fact]
    public void AFrameIsAUnit()
    {
        UnitAssemblerOptions options = Assembly.Options();
        AacFormat format = AacConfigTests.Format("2B920800");
        using (UnitAssembler assembler = AacCodec.Instance.CreateAssembler(format, ParameterSets.Empty, options))
        {
            Assert.True(assembler.IsEmpty);
            assembler.Add([0x21, 0x10, 0x04]);
            Assert.False(assembler.IsEmpty);
            Assert.True(assembler.BeginsNext([0x21]));
            Assert.True(assembler.TryComplete(false, out AssembledUnit unit));
            Assert.Equal("211004", Convert.ToHexString(unit.Payload.Span));
            Assert.Equal((RandomAccess.Idr, 2048), (unit.RandomAccess, unit.NominalDuration));
            Assert.Same(format, unit.Format);
            Assert.True(assembler.IsEmpty);
            unit.Payload.Release();
        }

        Assert.Equal(0, options.Pool.Outstanding);
    }

    [Fact]
    public void AnAdtsHeaderIsTakenOffAndGivesTheFormat()
    {
        List<Assembly.Unit> units = [];
        using UnitAssembler assembler = AacCodec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        Assembly.Feed(assembler, [0xFF, 0xF1, 0x50, 0x80, 0x01, 0x5F, 0xFC, 1, 2, 3], units);
        Assembly.Complete(assembler, units);
        Assert.Equal("010203", Convert.ToHexString(units[0].Bytes));
        Assert.Equal(AacConfigTests.Format("1210"), units[0].Facts.Format);
    }

    [Fact]
    public void FormatFollowsTheHeadersAndStaysTheSameObjectWhileTheyDo()
    {
        List<Assembly.Unit> units = [];
        using UnitAssembler assembler = AacCodec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        foreach (byte channels in (byte[])[0x80, 0x80, 0x40]) Assembly.Feed(assembler, [0xFF, 0xF1, 0x50, channels, 0x01, 0x1F, 0xFC, 1], units);
        Assembly.Complete(assembler, units);
        Assert.Equal([2, 2, 1], units.Select(unit => ((AacFormat)unit.Facts.Format).Channels));
        Assert.Same(units[0].Facts.Format, units[1].Facts.Format);
    }

    [Fact]
    public void AnnouncedFormatStandsAboveTheHeaders()
    {
        List<Assembly.Unit> units = [];
        AacFormat announced = AacConfigTests.Format("2B920800");
        using UnitAssembler assembler = AacCodec.Instance.CreateAssembler(announced, ParameterSets.Empty, Assembly.Options());
        Assembly.Feed(assembler, [0xFF, 0xF1, 0x5C, 0x80, 0x01, 0x1F, 0xFC, 1], units);
        Assembly.Complete(assembler, units);
        Assert.Same(announced, Assert.Single(units).Facts.Format);
        Assert.Equal([1], units[0].Bytes);
    }

    /// <summary>ADTS says the core only (ISO/IEC 14496-3, 1.6.5.2); the descriptor of a program map table says the rest.</summary>
    [Theory]
    [InlineData("24 kHz", 0x58, 48_000, "mp4a.40.5", 2048)]
    [InlineData("96 kHz, of which there is no double", 0x40, 96_000, "mp4a.40.2", 1024)]
    public void CarrierSaysThatHeadersAreThoseOfACore(string name, byte rate, int clock, string codec, int duration)
    {
        List<Assembly.Unit> units = [];
        using AacAssembler assembler = new(null, Assembly.Options()) { HasBandReplication = true };
        Assembly.Feed(assembler, [0xFF, 0xF1, rate, 0x80, 0x01, 0x1F, 0xFC, 1], units);
        Assembly.Complete(assembler, units);
        AssembledUnit unit = Assert.Single(units).Facts;
        Assert.Equal((name, clock, codec, duration), (name, unit.Format.ClockRate, unit.Format.Rfc6381, unit.NominalDuration));
    }

    [Fact]
    public void WithoutAFormatNothingComesOut()
    {
        using UnitAssembler assembler = AacCodec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        assembler.Add([0x21, 0x10]);
        Assert.False(assembler.TryComplete(false, out _));
        Assert.Equal(1, assembler.Faults.Total);
    }

    [Fact]
    public void ASecondFrameInAUnitAndOneTooLargeAreCounted()
    {
        UnitAssemblerOptions options = Assembly.Options(maxUnitBytes: 10);
        using UnitAssembler assembler = AacCodec.Instance.CreateAssembler(AacConfigTests.Format("1210"), ParameterSets.Empty, options);
        assembler.Add([1]);
        assembler.Add([2]);
        Assert.True(assembler.TryComplete(true, out AssembledUnit unit));
        Assert.True(unit.IsDamaged);
        Assert.Equal(1, unit.Payload.Length);
        unit.Payload.Release();
        assembler.Add(new byte[11]);
        Assert.False(assembler.TryComplete(false, out _));
        Assert.Equal(2, assembler.Faults.Total);
        assembler.Add([3]);
        assembler.Reset();
        Assert.True(assembler.IsEmpty);
        Assert.Equal(0, options.Pool.Outstanding);
    }

    [Fact]
    public void AUnitAllocatesNothingButItsPayload()
    {
        byte[] frame = new byte[300];
        using UnitAssembler assembler = AacCodec.Instance.CreateAssembler(AacConfigTests.Format("1210"), ParameterSets.Empty, Assembly.Options());
        Run(3);
        Assert.Equal(0, Allocations.OfLeast(() => Run(100)));

        void Run(int rounds)
        {
            for (int i = 0; i < rounds; i++)
            {
                assembler.Add(frame);
                Assert.True(assembler.TryComplete(false, out AssembledUnit unit));
                unit.Payload.Release();
            }
        }
    }
}
