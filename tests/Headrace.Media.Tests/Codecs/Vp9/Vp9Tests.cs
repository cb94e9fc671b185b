using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Vp9;
using Headrace.Media.Codecs.Vpx;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.Vp9;

public sealed class Vp9Tests
{
    // The beginnings of frames of 64x48 as libvpx writes them; then 128x96.
    private static readonly byte[] Key = Hex.Parse("82 498342 0003F002F6 0102");
    private static readonly byte[] Inter = Hex.Parse("86 0040929C14 0304");
    private static readonly byte[] Hidden = Hex.Parse("84 0040929C14 05");
    private static readonly byte[] ShowsExisting = [0x88];
    private static readonly byte[] UpperLayer = Bits("10 00 0 1 1 0 00 00000001 000000000000 000 0000000001111111 0000000001011111 0");

    public static TheoryData<string, string, string, string> Formats => new()
    {
        { "profile 0", "82 498342 0003F002F6", "VP9 64x48 8 1", "vp09.00.10.08" },
        { "profile 0, BT.709", Convert.ToHexString(KeyOf(0, "010 0")), "VP9 64x48 8 1", "vp09.00.10.08" },
        { "profile 0, BT.601 and all code values", Convert.ToHexString(KeyOf(0, "001 1")), "VP9 64x48 8 1", "vp09.00.10.08.01.02.02.05.01" },
        { "profile 1, 4:4:4", Convert.ToHexString(KeyOf(1, "000 0 0 0 0")), "VP9 64x48 8 3", "vp09.01.10.08.03.01.01.01.00" },
        { "profile 1, 4:2:2", Convert.ToHexString(KeyOf(1, "010 0 1 0 0")), "VP9 64x48 8 2", "vp09.01.10.08.02.01.01.01.00" },
        { "profile 1, 4:4:0", Convert.ToHexString(KeyOf(1, "000 0 0 1 0")), "VP9 64x48 8 ", "vp09.01.10.08.03.01.01.01.00" },
        { "profile 2, ten bits, BT.2020", Convert.ToHexString(KeyOf(2, "0 101 0")), "VP9 64x48 10 1", "vp09.02.10.10.01.09.02.09.00" },
        { "profile 3, twelve bits, sRGB", Convert.ToHexString(KeyOf(3, "1 111 0")), "VP9 64x48 12 3", "vp09.03.10.12.03.01.13.00.01" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void KeyFrameTellsTheFormat(string name, string hex, string description, string codecs)
    {
        Vp9Format format = Assert.IsType<Vp9Format>(Assert.Single(Assemble([Hex.Parse(hex)])).Facts.Format);
        Assert.True(description == $"{format.Description} {format.Samples.BitDepth} {format.Samples.ChromaFormat}", name + ": " + format.Description);
        Assert.Equal(codecs, format.Rfc6381);
    }

    [Theory]
    [InlineData(640, 360, 30, 21)]
    [InlineData(1280, 720, 30, 31)]
    [InlineData(1280, 720, 60, 40)]
    [InlineData(1920, 1080, 30, 40)]
    [InlineData(1920, 1080, 60, 41)]
    [InlineData(3840, 2160, 60, 51)]
    [InlineData(16_000, 16_000, 480, 62)]
    public void LevelIsTheLeastThatFits(int width, int height, int rate, byte level) => Assert.Equal(level, Vp9Level.Of(width, height, FrameRate.Of((ulong)rate, 1)));

    [Theory]
    [InlineData("a key frame", "82 498342 0003F002F6", "I*")]
    [InlineData("a frame that refers", "86 0040929C14", "P")]
    [InlineData("a frame that is not shown", "84 0040929C14", "P")]
    [InlineData("an earlier frame", "88", "P")]
    public void HeaderTellsWhatAUnitIs(string name, string hex, string kind) => Assert.True(kind == Assembly.Describe(Assemble([Key], [Hex.Parse(hex)])[1..]), name);

    [Fact]
    public void IntraOnlyFrameRefersToNothingAndIsNoRandomAccessPoint()
    {
        byte[] intra = Bits("10 00 0 1 0 0 1 00 010010011000001101000010 00000001 0000000000111111 0000000000101111 0");
        Assert.Equal("I*I", Assembly.Describe(Assemble([Key], [intra])));
    }

    [Fact]
    public void SuperframeThatComesAloneIsKeptAsItIs()
    {
        // Sizes of two bytes, where one would do.
        byte[] superframe = [.. Hidden, .. Inter, 0xC9, (byte)Hidden.Length, 0, (byte)Inter.Length, 0, 0xC9];
        Assembly.Unit unit = Assemble([Key], [superframe])[1];
        Assert.Equal(superframe, unit.Bytes);
        Assert.False(unit.Facts.IsDamaged);
    }

    [Fact]
    public void FramesOfAPictureBecomeASuperframe()
    {
        byte[] index = [0xC1, (byte)Hidden.Length, (byte)Inter.Length, 0xC1];
        Assert.Equal([.. Hidden, .. Inter, .. index], Assemble([Key], [Hidden, Inter])[1].Bytes);

        // One that is a superframe already.
        byte[] superframe = [.. Hidden, .. Inter, .. index];
        byte[] three = [0xC2, (byte)Hidden.Length, (byte)Inter.Length, (byte)ShowsExisting.Length, 0xC2];
        Assert.Equal([.. Hidden, .. Inter, .. ShowsExisting, .. three], Assemble([Key], [superframe, ShowsExisting])[1].Bytes);
        Assert.Equal([.. ShowsExisting, .. Hidden, .. Inter, 0xC2, 1, .. index[1..3], 0xC2], Assemble([Key], [ShowsExisting, superframe])[1].Bytes);
    }

    [Fact]
    public void SizeIsThatOfTheGreatestSpatialLayer()
    {
        List<Assembly.Unit> units = Assemble([Key, UpperLayer], [Inter], [Key]);
        Assert.Equal(["VP9 128x96", "VP9 128x96", "VP9 64x48"], units.Select(unit => unit.Facts.Format.Description));
        Assert.Equal("P*PI*", Assembly.Describe(units));
    }

    [Fact]
    public void FormatStaysTheSameObjectWhileItIsEqual()
    {
        Vp9Format announced = Assert.IsType<Vp9Format>(Vp9Format.Of(new VpxConfig(0, 52, 8, 0, VpxConfig.Unstated), 64, 48));
        List<Assembly.Unit> units = [];
        using Vp9Assembler assembler = new(announced, Assembly.Options());
        foreach (byte[] frame in new[] { Key, Inter, Key })
        {
            assembler.Add(frame);
            Assembly.Complete(assembler, units);
        }

        Assert.All(units, unit => Assert.Same(announced, unit.Facts.Format));
        Assert.Equal("vp09.00.52.08", announced.Rfc6381);
    }

    [Fact]
    public void ConfigurationIsReadAsWritten()
    {
        byte[] record = Hex.Parse("02 33 A2 09 10 09 0000");
        Assert.True(VpxConfig.TryRead(record, out VpxConfig config));
        Assert.Equal("vp09.02.51.10.01.09.16.09.00", Vp9Format.Of(config, 3840, 2160)!.Rfc6381);
        byte[] written = new byte[VpxConfig.Length];
        config.Write(written);
        Assert.Equal(record, written);
        Assert.Equal(config, Vp9Format.Of(config, 3840, 2160)!.Config);
        Assert.False(VpxConfig.TryRead(record.AsSpan(1), out _));
        Assert.Null(Vp9Format.Of(config with { Profile = 4 }, 64, 48));
        Assert.Null(Vp9Format.Of(config, 0, 48));
    }

    [Theory]
    [InlineData("no frame marker", "42 498342 0003F002F6")]
    [InlineData("another sync code", "82 498343 0003F002F6")]
    [InlineData("a header cut off", "82 498342 0003")]
    [InlineData("nothing", "")]
    public void WhatCannotBeUnderstoodDamagesTheUnit(string name, string hex)
    {
        List<Assembly.Unit> units = Assemble([Key], [Inter, Hex.Parse(hex)]);
        Assert.True(units[1].Facts.IsDamaged, name);
        Assert.Equal(Inter, units[1].Bytes);
        Assert.Empty(Assemble([Hex.Parse(hex)]));
    }

    [Fact]
    public void NothingComesBeforeTheFirstKeyFrameAndBoundsHold()
    {
        Assert.Single(Assemble([Inter], [Key]));
        Assert.Empty(Assemble([.. Enumerable.Repeat(Key, 9)]));
        using Vp9Assembler assembler = new(null, Assembly.Options(64));
        assembler.Add([.. Key, .. new byte[64]]);
        Assert.False(assembler.TryComplete(false, out _));
        Assert.Equal(1, assembler.Faults.TooLarge);
    }

    [Theory]
    [InlineData("sizes beyond the frame", "0102 C0 03 C0")]
    [InlineData("another first byte", "0102 C1 02 C0")]
    [InlineData("cut off", "C0")]
    [InlineData("no frames", "C0 00 C0")]
    [InlineData("none", "0102")]
    public void IndexThatIsNotTrueIsNone(string name, string hex) => Assert.False(Vp9Superframe.TryRead(Hex.Parse(hex), new int[8], out _, out _), name);

    [Fact]
    public void IndexIsReadAsWritten()
    {
        foreach (int[] sizes in new int[][] { [1], [255, 256], [70_000, 1, 2], [1, 2, 3, 4, 5, 6, 7, 20_000_000] })
        {
            byte[] space = new byte[Vp9Superframe.MaxIndexLength];
            int length = Vp9Superframe.Write(space, sizes);
            int[] read = new int[8];
            Assert.True(Vp9Superframe.TryRead([.. new byte[sizes.Sum()], .. space[..length]], read, out int count, out int indexLength));
            Assert.Equal((sizes.Length, length), (count, indexLength));
            Assert.Equal(sizes, read[..count]);
        }
    }

    [Fact]
    public void WhateverComesNothingIsThrownAndNoBufferIsLeft()
    {
        byte[][] corpus = [Key, Inter, Hidden, ShowsExisting, UpperLayer, KeyOf(3, "1 111 0"), [.. Hidden, .. Inter, 0xC1, (byte)Hidden.Length, (byte)Inter.Length, 0xC1]];
        Fuzz.Run(corpus, piece =>
        {
            UnitAssemblerOptions options = Assembly.Options(256);
            using (Vp9Assembler assembler = new(null, options))
            {
                foreach (byte[] one in new[] { Key, piece, Inter, piece })
                {
                    assembler.Add(one);
                    if (piece.Length % 2 == 0 && assembler.TryComplete(false, out AssembledUnit unit)) unit.Payload.Release();
                }
            }

            Assert.Equal(0, options.Pool.Outstanding);
        });
    }

    private static List<Assembly.Unit> Assemble(params byte[][][] pictures)
    {
        UnitAssemblerOptions options = Assembly.Options();
        List<Assembly.Unit> units = [];
        using (UnitAssembler assembler = Vp9Codec.Instance.CreateAssembler(null, ParameterSets.Empty, options))
        {
            foreach (byte[][] frames in pictures)
            {
                foreach (byte[] frame in frames) assembler.Add(frame);
                Assembly.Complete(assembler, units);
            }
        }

        Assert.Equal(0, options.Pool.Outstanding);
        return units;
    }

    private static byte[] KeyOf(int profile, string samples) =>
        Bits($"10 {profile & 1} {profile >> 1}{(profile == 3 ? " 0" : "")} 0 0 1 0 010010011000001101000010 {samples} 0000000000111111 0000000000101111 0");

    private static byte[] Bits(string text)
    {
        string bits = text.Replace(" ", "", StringComparison.Ordinal);
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '0');
        return [.. bits.Chunk(8).Select(chunk => Convert.ToByte(new string(chunk), 2))];
    }
}
