using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G722;
using Headrace.Media.Codecs.G726;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Tracks;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Media.Tests.Codecs.Samples;

/// <summary>Linear PCM, G.722 and G.726: sound without frames, whose duration is its length.</summary>
public sealed class SampleCodecTests
{
    public static TheoryData<string, AudioFormat, int, int, int> Units => new()
    {
        { "L16, stereo, 10 ms", LinearPcmFormat.Of(LinearPcmCodec.L16, 44_100, 2), 1764, 441, 1764 },
        { "L16, half a sample too much", LinearPcmFormat.Of(LinearPcmCodec.L16, 8000, 2), 643, 160, 640 },
        { "L24, eight channels, 1 ms", LinearPcmFormat.Of(LinearPcmCodec.L24, 48_000, 8), 1152, 48, 1152 },
        { "G.722, 20 ms", G722Format.Of(1), 160, 320, 160 },
        { "G.722, stereo, a byte too much", G722Format.Of(2), 321, 320, 320 },
        { "G.726 at 32 kbit/s, 20 ms", G726Format.Of(4, G726Packing.LeastSignificantFirst), 80, 160, 80 },
        { "G.726 at 40 kbit/s, 20 ms", G726Format.Of(5, G726Packing.MostSignificantFirst), 100, 160, 100 },
        { "G.726 at 24 kbit/s, bits left over", G726Format.Of(3, G726Packing.MostSignificantFirst), 61, 162, 61 },
    };

    [Theory]
    [MemberData(nameof(Units))]
    public void DurationIsTheLength(string name, AudioFormat format, int bytes, int duration, int kept)
    {
        List<Assembly.Unit> units = [];
        using UnitAssembler assembler = format.Codec.CreateAssembler(format, ParameterSets.Empty, Assembly.Options());
        Assembly.Feed(assembler, new byte[bytes], units);
        Assembly.Complete(assembler, units);
        Assert.Equal((name, duration, kept, format), (name, units[0].Facts.NominalDuration, units[0].Bytes.Length, (AudioFormat)units[0].Facts.Format));
        Assert.Null(format.Rfc6381);
    }

    [Fact]
    public void LessThanASampleIsNone()
    {
        List<Assembly.Unit> units = [];
        using UnitAssembler assembler = LinearPcmCodec.L24.CreateAssembler(LinearPcmFormat.Of(LinearPcmCodec.L24, 48_000, 2), ParameterSets.Empty, Assembly.Options());
        Assembly.Feed(assembler, new byte[5], units);
        Assembly.Complete(assembler, units);
        Assert.Empty(units);
        Assert.Equal(1, assembler.Faults.Malformed);
    }

    [Theory]
    [InlineData(999, 1, false)]
    [InlineData(1000, 1, true)]
    [InlineData(384_000, 64, true)]
    [InlineData(384_001, 2, false)]
    [InlineData(48_000, 65, false)]
    [InlineData(48_000, 0, false)]
    public void PcmHasBounds(int rate, int channels, bool isWithin) => Assert.Equal(isWithin, LinearPcmFormat.IsWithinBounds(rate, channels));

    [Fact]
    public void FormatsSayWhatTheyAre()
    {
        Assert.Equal("PCM of 24 bits 48 kHz 8 channels", LinearPcmFormat.Of(LinearPcmCodec.L24, 48_000, 8).Description);
        Assert.Equal("G.722 16 kHz mono", G722Format.Of(1).Description);
        Assert.Equal("G.726 8 kHz mono, 24 kbit/s", G726Format.Of(3, G726Packing.LeastSignificantFirst).Description);
        Assert.NotEqual(G726Format.Of(4, G726Packing.LeastSignificantFirst), G726Format.Of(4, G726Packing.MostSignificantFirst));
        Assert.NotEqual(LinearPcmFormat.Of(LinearPcmCodec.L16, 48_000, 2), LinearPcmFormat.Of(LinearPcmCodec.L24, 48_000, 2));
    }

    [Fact]
    public void PcmIsSilentInZeros()
    {
        SilentFrame silence = LinearPcmFormat.Of(LinearPcmCodec.L24, 48_000, 2).Silence!;
        Assert.Equal((960, 5760, -1), (silence.Duration, silence.Payload.Length, silence.Payload.Span.IndexOfAnyExcept((byte)0)));
        Assert.Null(G726Format.Of(2, G726Packing.LeastSignificantFirst).Silence);
    }

    /// <summary>A decoder may be off 0 by a few units of 16 bits; sound it is not.</summary>
    [Theory]
    [InlineData("g722", 0)]
    [InlineData("g726", 3)]
    [InlineData("g726", 4)]
    [InlineData("g726", 5)]
    [InlineData("g726le", 4)]
    public async Task CodedSilenceDecodesToSilence(string demuxer, int bits)
    {
        const int Frames = 20;
        const int Hum = 4;
        Skip.UnlessInstalled("ffmpeg");
        G726Packing packing = demuxer == "g726" ? G726Packing.MostSignificantFirst : G726Packing.LeastSignificantFirst;
        SilentFrame silence = Assert.IsType<SilentFrame>(bits == 0 ? G722Format.Of(1).Silence : G726Format.Of(bits, packing).Silence);
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "silence.bin");
        await File.WriteAllBytesAsync(file, [.. Enumerable.Repeat(0, Frames).SelectMany(_ => silence.Payload.ToArray())], TestContext.Current.CancellationToken);
        string decoded = Path.Combine(folder.Path, "silence.raw");
        string[] size = bits == 0 ? [] : ["-code_size", $"{bits}"];
        string said = await ClientProcess.RunAsync("ffmpeg", ["-v", "error", "-f", demuxer, .. size, "-i", file, "-f", "s16le", decoded], TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        byte[] samples = await File.ReadAllBytesAsync(decoded, TestContext.Current.CancellationToken);
        Assert.True(samples.Length > Frames * silence.Duration, said);
        Assert.All(Enumerable.Range(0, samples.Length / 2), i => Assert.InRange(BitConverter.ToInt16(samples, i * 2), -Hum, Hum));
    }
}
