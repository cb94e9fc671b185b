using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Flac;
using Headrace.Media.Tracks;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Media.Tests.Codecs.Flac;

public sealed class FlacTests
{
    private static readonly FlacFormat Cd = new() { SampleRate = 44_100, Channels = 2, BitsPerSample = 16, SmallestBlock = 4608, LargestBlock = 4608 };

    /// <summary>Headers of ffmpeg's encoder, and some made by hand with the checksum of another program.</summary>
    public static TheoryData<string, string, FlacHeader> Headers => new()
    {
        { "44.1 kHz, stereo by its middle and difference", "FFF85988008A", new(false, 4608, 44_100, 2, 16, 0, 6) },
        { "the same, the second", "FFF85988018D", new(false, 4608, 44_100, 2, 16, 1, 6) },
        { "96 kHz, 24 bits, mono", "FFF8DB0C00B5", new(false, 8192, 96_000, 1, 24, 0, 6) },
        { "8 kHz, 5.1", "FFF8245800C6", new(false, 576, 8000, 6, 16, 0, 6) },
        { "a rate in Hz", "FFF83D08002B1168", new(false, 1152, 11_025, 1, 16, 0, 8) },
        { "a rate in kHz", "FFF85C8800326F", new(false, 4608, 50_000, 2, 16, 0, 7) },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void HeaderIsRead(string name, string hex, FlacHeader expected)
    {
        Assert.True(FlacHeader.TryRead(Convert.FromHexString(hex + "00"), out FlacHeader header), name);
        Assert.Equal(expected, header);
    }

    /// <summary>Numbers of one to seven bytes, as UTF-8 would code them, and sizes and rates behind the header.</summary>
    [Theory]
    [InlineData("FFF86988" + "7F" + "FF", 127, 256, 44_100)]
    [InlineData("FFF86988" + "C280" + "FF", 128, 256, 44_100)]
    [InlineData("FFF86988" + "EFBFBF" + "00", 0xFFFF, 1, 44_100)]
    [InlineData("FFF96988" + "FEBFBFBFBFBFBF" + "FF", (1L << 36) - 1, 256, 44_100)]
    [InlineData("FFF87988" + "00" + "FFFE", 0, 65_535, 44_100)]
    [InlineData("FFF81E88" + "00" + "1388", 0, 192, 50_000)]
    public void NumberSizeAndRateAreRead(string hex, long number, int blockSize, int rate)
    {
        byte[] bytes = WithCrc(hex);
        Assert.True(FlacHeader.TryRead(bytes, out FlacHeader header));
        Assert.Equal((number, blockSize, rate, bytes.Length), (header.Number, header.BlockSize, header.SampleRate, header.Length));
    }

    [Theory]
    [InlineData("FFF859880089", false, "a wrong checksum")]
    [InlineData("FFF85988", false, "cut off")]
    [InlineData("FFFA598800", true, "no sync")]
    [InlineData("FFF8098800", true, "a reserved size")]
    [InlineData("FFF85F8800", true, "no rate")]
    [InlineData("FFF859B800", true, "reserved channels")]
    [InlineData("FFF8598600", true, "reserved bits")]
    [InlineData("FFF8598900", true, "a reserved bit")]
    [InlineData("FFF8598880", true, "a number that begins in its middle")]
    [InlineData("FFF85988C241", true, "a number that breaks off")]
    [InlineData("FFF85C880000", true, "a rate of 0")]
    [InlineData("FFF8798800FFFF", true, "a block of 65,536")]
    public void BrokenHeadersAreRefused(string hex, bool addCrc, string why) =>
        Assert.False(FlacHeader.TryRead(addCrc ? WithCrc(hex) : Convert.FromHexString(hex), out _), why);

    /// <summary>What ffmpeg wrote, and what becomes of it: sizes of frames, number of samples and checksum are not known.</summary>
    [Theory]
    [InlineData("120012000003050005140ac442f00000ac44b48e1dd0c193fdd40c05f288d60157a3", 44_100, 2, 16, 4608)]
    [InlineData("200020000006500008961770017000017700f83918ce0ebd6a144bbce9bbd7313a0e", 96_000, 1, 24, 8192)]
    [InlineData("0240024000010b00012f01f40af000001f40d0f1e7a66dafcee23b1e9def7fe94332", 8000, 6, 16, 576)]
    public void StreamInfoIsReadAndWritten(string hex, int rate, int channels, int bits, int block)
    {
        Assert.True(FlacStreamInfo.TryRead(Convert.FromHexString(hex), out FlacFormat? format));
        Assert.Equal(new FlacFormat { SampleRate = rate, Channels = channels, BitsPerSample = bits, SmallestBlock = block, LargestBlock = block }, format);
        byte[] written = new byte[FlacStreamInfo.BlockLength];
        FlacStreamInfo.WriteBlock(written, format);
        Assert.Equal($"80000022{hex[..8]}000000000000{hex[20..27]}", Convert.ToHexStringLower(written)[..35]);
        Assert.True(FlacStreamInfo.TryReadBlocks(written, out FlacFormat? again));
        Assert.Equal(format, again);
    }

    [Theory]
    [InlineData("1200120000000000000000000000000000000000000000000000000000000000000000", "a rate of 0")]
    [InlineData("1200000F0000000000000AC442F000000000000000000000000000000000000000000000", "blocks too small")]
    [InlineData("1200110000000000000000AC442F00000000000000000000000000000000000000000000", "the least above the greatest")]
    [InlineData("120012000000000000000AC4400000", "cut off")]
    public void BrokenStreamInfoIsRefused(string hex, string why) => Assert.False(FlacStreamInfo.TryRead(Convert.FromHexString(hex), out _), why);

    [Fact]
    public void FramesThatDisagreeAreOfANewFormat()
    {
        List<Assembly.Unit> units = [];
        using UnitAssembler assembler = FlacCodec.Instance.CreateAssembler(Cd, ParameterSets.Empty, Assembly.Options());
        foreach (string hex in new[] { "FFF85988008A0000000000", "FFF8590800FF", "FFF8DB0C00B500000000", "FFF85988018D0000000000" })
        {
            Assembly.Feed(assembler, Convert.FromHexString(hex), units);
            Assembly.Complete(assembler, units);
        }

        Assert.Equal(["FLAC 44.1 kHz stereo", "FLAC 96 kHz mono", "FLAC 44.1 kHz stereo"], units.Select(unit => unit.Facts.Format.Description));
        Assert.Equal([4608, 8192, 4608], units.Select(unit => unit.Facts.NominalDuration));
        Assert.Same(Cd, units[0].Facts.Format);
        Assert.Equal(1, assembler.Faults.Malformed);
        Assert.Equal(("fLaC", 44_100), (Cd.Rfc6381, Cd.ClockRate));
    }

    [Fact]
    public void WhatNobodySaidIsNotGuessed()
    {
        List<Assembly.Unit> units = [];
        using UnitAssembler assembler = FlacCodec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        byte[] referring = [.. WithCrc("FFF8508000"), 0, 0, 0];
        Assembly.Feed(assembler, referring, units);
        Assembly.Complete(assembler, units);
        Assert.Empty(units);
        using UnitAssembler told = FlacCodec.Instance.CreateAssembler(Cd with { SampleRate = 45_000, BitsPerSample = 14 }, ParameterSets.Empty, Assembly.Options());
        Assembly.Feed(told, referring, units);
        Assembly.Complete(told, units);
        Assert.Equal("FLAC 45 kHz stereo", units[0].Facts.Format.Description);
    }

    [Theory]
    [InlineData(44_100, 2, 16, 4608, 4608)]
    [InlineData(96_000, 1, 24, 8192, 8192)]
    [InlineData(48_000, 6, 24, 16, 65_535)]
    [InlineData(45_001, 2, 12, 16, 16)]
    public async Task SilenceDecodesToZeros(int rate, int channels, int bits, int smallest, int largest)
    {
        const int Frames = 5;
        Skip.UnlessInstalled("ffmpeg");
        FlacFormat format = new() { SampleRate = rate, Channels = channels, BitsPerSample = bits, SmallestBlock = smallest, LargestBlock = largest };
        SilentFrame silence = Assert.IsType<SilentFrame>(format.Silence);
        Assert.True(FlacHeader.TryRead(silence.Payload.Span, out FlacHeader header) && format.Allows(header) && header.BlockSize == silence.Duration);
        byte[] info = new byte[FlacStreamInfo.BlockLength];
        FlacStreamInfo.WriteBlock(info, format);
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "silence.flac");
        await File.WriteAllBytesAsync(file, [.. "fLaC"u8, .. info, .. Enumerable.Repeat(0, Frames).SelectMany(_ => silence.Payload.ToArray())], TestContext.Current.CancellationToken);
        string decoded = Path.Combine(folder.Path, "silence.raw");
        string said = await ClientProcess.RunAsync("ffmpeg", ["-v", "error", "-xerror", "-i", file, "-f", "s16le", decoded], TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal("", said);
        byte[] samples = await File.ReadAllBytesAsync(decoded, TestContext.Current.CancellationToken);
        Assert.Equal((Frames * silence.Duration * channels * 2, -1), (samples.Length, samples.AsSpan().IndexOfAnyExcept((byte)0)));
    }

    [Fact]
    public void AnyBytesAreReadOrRefused() => Fuzz.Run(
        [.. Headers.Select(row => Convert.FromHexString(row.Data.Item2 + "00")), Cd.Silence!.Payload.ToArray(), Convert.FromHexString("120012000003050005140ac442f00000ac44b48e1dd0c193fdd40c05f288d60157a3")],
        bytes =>
        {
            if (FlacHeader.TryRead(bytes, out FlacHeader header) && (header.BlockSize is < 1 or > 65_535 || header.Channels is < 1 or > 8 || header.Length > bytes.Length)) throw new InvalidOperationException("header");
            if (FlacStreamInfo.TryRead(bytes, out FlacFormat? format) && format.Silence!.Duration < FlacFormat.MinBlockSize) throw new InvalidOperationException("format");
            List<Assembly.Unit> units = [];
            using UnitAssembler assembler = FlacCodec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
            Assembly.Feed(assembler, bytes, units);
            Assembly.Complete(assembler, units);
        });

    private static byte[] WithCrc(string hex)
    {
        byte[] header = Convert.FromHexString(hex);
        return [.. header, FlacCrc.Of8(header)];
    }
}
