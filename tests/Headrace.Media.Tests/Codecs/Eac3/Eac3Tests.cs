using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Ac3;
using Headrace.Media.Codecs.Eac3;
using Headrace.Media.Tests.Codecs.Framing;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.Eac3;

public sealed class Eac3Tests
{
    /// <summary>At high rates ffmpeg writes frames of three, two and one blocks.</summary>
    [Theory]
    [InlineData(48000, 6, "256k", 1, "E-AC-3 48 kHz 6 channels")]
    [InlineData(44100, 2, "192k", 1, "E-AC-3 44.1 kHz stereo")]
    [InlineData(48000, 2, "1500k", 2, "E-AC-3 48 kHz stereo")]
    [InlineData(48000, 2, "2500k", 3, "E-AC-3 48 kHz stereo")]
    [InlineData(32000, 1, "3500k", 6, "E-AC-3 32 kHz mono")]
    public async Task SixBlocksOfAnEncoderAreAUnit(int rate, int channels, string bitRate, int frames, string description)
    {
        byte[] stream = await Frames.EncodeAsync("eac3", "-c:a", "eac3", "-ar", $"{rate}", "-ac", $"{channels}", "-b:a", bitRate);
        List<byte[]> found = Frames.Cut(Eac3Codec.Syntax, stream, 1000, out long skipped);
        Assert.Equal((0, stream.Length), (skipped, found.Sum(frame => frame.Length)));
        List<Assembly.Unit> units = Frames.Units(Eac3Codec.Instance, found);
        Assert.InRange(units.Count, rate / 1536, rate / 1536 + 2);
        Assert.Equal((found.Count + frames - 1) / frames, units.Count);
        Assert.All(units.SkipLast(1), unit => Assert.Equal((description, 1536), (unit.Facts.Format.Description, unit.Facts.NominalDuration)));
        Assert.Equal(stream, units.SelectMany(unit => unit.Bytes));
        Assert.Equal(("ec-3", "eac3", 0), (units[0].Facts.Format.Rfc6381, units[0].Facts.Format.Codec.Name, ((AudioFormat)units[0].Facts.Format).JointObjects));
    }

    [Fact]
    public void SubstreamsOfOneTimeAreAUnit()
    {
        byte[][] set = [Eac3Frames.Make(0, 0, mode: 2), Eac3Frames.Make(1, 0, codingMode: 6, hasLfe: false, map: 0x1A00), Eac3Frames.Make(0, 1, codingMode: 2, hasLfe: false, mode: 5)];
        List<Assembly.Unit> units = Frames.Units(Eac3Codec.Instance, [.. set, .. set, .. set]);
        Assert.Equal([192, 192, 192], units.Select(unit => unit.Bytes.Length));
        Eac3Format format = Assert.IsType<Eac3Format>(units[0].Facts.Format);
        Assert.Equal(8, format.Channels);
        Assert.Equal([new Eac3Program(0, 16, 2, 7, true, 1, 0b10), new Eac3Program(0, 16, 5, 2, false, 0, 0)], format.Programs);
        Assert.All(units, unit => Assert.Same(format, unit.Facts.Format));
    }

    [Fact]
    public void FramesOfFewerBlocksAreCollectedFromTheBeginningOfASet()
    {
        byte[] first = Eac3Frames.Make(0, 0, blocksCode: 1);
        byte[] other = Eac3Frames.Make(0, 0, blocksCode: 1, isSetStart: false);
        byte[] dependent = Eac3Frames.Make(1, 0, blocksCode: 1, map: 0x0200);
        List<Assembly.Unit> units = Frames.Units(Eac3Codec.Instance, [other, dependent, first, dependent, other, dependent, other, dependent, first, dependent, other, dependent, other, dependent]);
        Assert.Equal([512, 1536, 1536], units.Select(unit => unit.Facts.NominalDuration));
        Assert.Equal([128, 384, 384], units.Select(unit => unit.Bytes.Length));
        Assert.Single(units.Select(unit => unit.Facts.Format).Distinct());
    }

    [Fact]
    public void UnitIsWholeWhenItHasAsManyFramesAsTheOneBefore()
    {
        using var assembler = (Eac3Assembler)Eac3Codec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        List<Assembly.Unit> units = [];
        List<bool> isWhole = [];
        byte[] independent = Eac3Frames.Make(0, 0);
        byte[] dependent = Eac3Frames.Make(1, 0, map: 0x0200);
        foreach (byte[] frame in (byte[][])[independent, dependent, independent, dependent, independent, independent, dependent])
        {
            Assembly.Feed(assembler, frame, units);
            isWhole.Add(assembler.IsWhole);
        }

        Assert.Equal([false, false, false, true, false, true, false], isWhole);
    }

    [Fact]
    public void FramesWithoutTheFirstSubstreamAreDroppedAndCounted()
    {
        using UnitAssembler assembler = Eac3Codec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        List<Assembly.Unit> units = [];
        Assembly.Feed(assembler, Eac3Frames.Make(1, 0), units);
        Assembly.Feed(assembler, Eac3Frames.Make(0, 0).AsSpan(0, 63), units);
        Assembly.Feed(assembler, [1, 2, 3], units);
        Assembly.Complete(assembler, units);
        Assert.Empty(units);
        Assert.Equal(3, assembler.Faults.Malformed);
        Assert.True(assembler.IsEmpty);
    }

    [Fact]
    public void UnitsWithoutEndAreBounded()
    {
        UnitAssemblerOptions options = Assembly.Options(maxUnitBytes: 200);
        using (UnitAssembler assembler = Eac3Codec.Instance.CreateAssembler(null, ParameterSets.Empty, options))
        {
            assembler.Add(Eac3Frames.Make(0, 0));
            for (int i = 0; i < 500; i++) assembler.Add(Eac3Frames.Make(1, 0));
            Assert.Equal(498, assembler.Faults.TooLarge);
        }

        Assert.Equal(0, options.Pool.Outstanding);
    }

    [Fact]
    public void ObjectsAreFoundBehindAllElse()
    {
        byte[] frame = Eac3Frames.Make(0, 0, objects: 16, mode: 1, mixing: bits =>
        {
            bits.Write(0, 2).Write(0, 6).Write(0, 6).Flag(true).Write(0, 5); // dmixmod, levels, lfemixlevcod
            bits.Flag(true).Write(0, 6).Flag(true).Write(0, 6).Write(3, 2).Write(2, 5).Write(0, 32); // pgmscl, extpgmscl, mixdef
            bits.Flag(true); // frmmixcfginfoe
            for (int block = 0; block < 6; block++) bits.Flag(block == 2).Write(0, block == 2 ? 5 : 0);
        });
        Eac3Format format = Assert.IsType<Eac3Format>(Frames.Units(Eac3Codec.Instance, [frame]).Single().Facts.Format);
        Assert.Equal((16, 6, 1), (format.JointObjects, format.Channels, format.Programs[0].BitStreamMode));
        Assert.NotEqual(format, Frames.Units(Eac3Codec.Instance, [Eac3Frames.Make(0, 0, mode: 1)]).Single().Facts.Format);
    }

    /// <summary>Frames of one unit and the content of the box: data rate of the frames, programs, channels, objects.</summary>
    [Theory]
    [InlineData("5.1", "i", "0080200F00")]
    [InlineData("7.1", "id", "0100200F0202")]
    [InlineData("two programs", "ii", "0101200F00200F00")]
    [InlineData("Atmos", "j", "0080200F000110")]
    public void ConfigIsWrittenAndReadsBack(string name, string frames, string config)
    {
        byte[][] made = [.. frames.Select((kind, i) => kind switch
        {
            'd' => Eac3Frames.Make(1, 0, map: 0x0200, size: 64),
            'j' => Eac3Frames.Make(0, 0, objects: 16),
            _ => Eac3Frames.Make(0, i),
        })];
        Eac3Format format = Assert.IsType<Eac3Format>(Frames.Units(Eac3Codec.Instance, made).Single().Facts.Format);
        byte[] bytes = new byte[Eac3Config.MaxLength];
        int length = Eac3Config.Write(bytes, format);
        Assert.True(config == Convert.ToHexString(bytes.AsSpan(0, length)), $"{name}: {Convert.ToHexString(bytes.AsSpan(0, length))}");
        Assert.True(Eac3Config.TryRead(bytes.AsSpan(0, length), 48_000, out Eac3Format? again));
        Assert.Equal(format, again);
        Assert.Equal(format.Channels, again.Channels);
        Assert.False(Eac3Config.TryRead(bytes.AsSpan(0, 4), 48_000, out _));
    }

    [Fact]
    public void ConfigOfHalvedRatesTakesTheRateOfItsEntry()
    {
        Eac3Format format = Assert.IsType<Eac3Format>(Frames.Units(Eac3Codec.Instance, [Eac3Frames.Make(0, 0, rateCode: 3, blocksCode: 0)]).Single().Facts.Format);
        Assert.Equal(24_000, format.SampleRate);
        byte[] bytes = new byte[Eac3Config.MaxLength];
        int length = Eac3Config.Write(bytes, format);
        Assert.True(Eac3Config.TryRead(bytes.AsSpan(0, length), 24_000, out Eac3Format? again));
        Assert.Equal(format, again);
        Assert.False(Eac3Config.TryRead(bytes.AsSpan(0, length), 0, out _));
        Assert.Null(format.Silence);
    }

    [Theory]
    [InlineData(0x8000, 0)]
    [InlineData(0x0400, 0b0_0000_0001)]
    [InlineData(0x0200, 0b0_0000_0010)]
    [InlineData(0x0008, 0b0_1000_0000)]
    [InlineData(0x0002, 0b1_0000_0000)]
    [InlineData(0x0004, 0)]
    public void ChannelMapsAreTurnedIntoLocations(int map, int locations) => Assert.Equal(locations, Eac3Program.LocationsOf((ushort)map));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    [InlineData(6, true)]
    [InlineData(7, true)]
    [InlineData(7, true, 1)]
    [InlineData(2, false, 2)]
    public async Task SilenceIsSilentInEveryMode(int codingMode, bool hasLfe, int rateCode = 0)
    {
        Eac3Program program = new(rateCode, 16, 0, codingMode, hasLfe, 0, 0);
        Eac3Format format = Eac3Format.Of(Ac3Tables.RateOf(rateCode), [program], 0, 100);
        SilentFrame silence = Assert.IsType<SilentFrame>(format.Silence);
        Assert.Equal(format, Frames.Units(Eac3Codec.Instance, [silence.Payload.ToArray()]).Single().Facts.Format);
        await Frames.AssertIsSilentAsync("eac3", silence, format.Channels);
    }

    [Fact]
    public void AnyFramesAreCollectedOrDropped()
    {
        byte[][] corpus = [[.. Eac3Frames.Make(0, 0), .. Eac3Frames.Make(1, 0, map: 0x0200), .. Eac3Frames.Make(0, 1, objects: 3)], [.. Eac3Frames.Make(0, 0, blocksCode: 0), .. Eac3Frames.Make(0, 0, blocksCode: 2)]];
        Fuzz.Run(corpus, bytes =>
        {
            UnitAssemblerOptions options = Assembly.Options(maxUnitBytes: 1000);
            using (UnitAssembler assembler = Eac3Codec.Instance.CreateAssembler(null, ParameterSets.Empty, options))
            {
                List<Assembly.Unit> units = [];
                foreach (byte[] frame in Frames.Cut(Eac3Codec.Syntax, bytes, 50, out _)) Assembly.Feed(assembler, frame, units);
                Assembly.Feed(assembler, bytes, units);
                Assembly.Complete(assembler, units);
                if (units.Any(unit => unit.Facts.NominalDuration is < 256 or > 2816)) throw new InvalidOperationException("duration");
            }

            Assert.Equal(0, options.Pool.Outstanding);
        });
    }
}
