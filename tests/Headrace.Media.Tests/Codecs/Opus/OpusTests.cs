using System.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Opus;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.Opus;

public sealed class OpusTests
{
    public static TheoryData<string, string, int> Packets => new()
    {
        { "SILK 10 ms", "00", 480 },
        { "SILK 60 ms", "18", 2880 },
        { "SILK 60 ms twice", "1901", 5760 },
        { "hybrid 20 ms", "68", 960 },
        { "CELT 2.5 ms", "80", 120 },
        { "CELT 20 ms stereo, libopus' usual", "FC", 960 },
        { "two of equal size", "FDAA", 1920 },
        { "two of different size", "FEAA", 1920 },
        { "three of 20 ms", "FF03", 2880 },
        { "48 of 2.5 ms", "8330", 5760 },
        { "count with padding and VBR flags", "FFC2", 1920 },
    };

    public static TheoryData<string, string, string> Configs => new()
    {
        { "stereo from ffmpeg", "000201380000BB80000000", "4F707573486561640102380180BB0000000000" },
        { "5.1 of Vorbis order", "0006" + "0138" + "0000BB80" + "0000" + "01" + "0402" + "000401020305", "4F707573486561640106380180BB000000000104020004" + "01020305" },
        { "mono with gain", "0001" + "0000" + "00003E80" + "FF00" + "00", "4F70757348656164" + "0101" + "0000" + "803E0000" + "00FF" + "00" },
    };

    [Theory]
    [MemberData(nameof(Packets))]
    public void DurationComesFromTheFirstBytes(string name, string hex, int duration)
    {
        Assert.True(OpusPacket.TryReadDuration(Convert.FromHexString(hex), out int read), name);
        Assert.Equal(duration, read);
    }

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("no count", "FF")]
    [InlineData("count of 0", "FF00")]
    [InlineData("more than 120 ms", "FF07")]
    public void PacketsWithoutMeaningAreRefused(string name, string hex) => Assert.False(OpusPacket.TryReadDuration(Convert.FromHexString(hex), out _), name);

    [Theory]
    [MemberData(nameof(Configs))]
    public void BothDescriptionsSayTheSame(string name, string box, string head)
    {
        Assert.True(OpusConfig.TryReadBox(Convert.FromHexString(box), out OpusFormat? fromBox), name);
        Assert.True(OpusConfig.TryReadHead(Convert.FromHexString(head), out OpusFormat? fromHead), name);
        Assert.Equal(fromBox, fromHead);
        Assert.Equal(fromBox.GetHashCode(), fromHead.GetHashCode());
        ArrayBufferWriter<byte> writer = new();
        OpusConfig.WriteBox(writer, fromBox);
        // Chromium refuses a box whose rate is not that of the sample entry, which is always 48 kHz.
        Assert.Equal($"{box[..8]}0000BB80{box[16..]}", Convert.ToHexString(writer.WrittenSpan));
        writer.ResetWrittenCount();
        OpusConfig.WriteHead(writer, fromHead);
        Assert.Equal(head, Convert.ToHexString(writer.WrittenSpan));
    }

    [Theory]
    [InlineData("00020138000000000000")]
    [InlineData("0102013800000000000000")]
    [InlineData("0003013800000000000000")]
    [InlineData("0006013800000000000001")]
    [InlineData("000601380000000000000102030001020304")]
    [InlineData("0006" + "0138" + "0000BB80" + "0000" + "01" + "0402" + "000401020306")]
    public void BrokenBoxesAreRefused(string hex) => Assert.False(OpusConfig.TryReadBox(Convert.FromHexString(hex), out _));

    [Theory]
    [InlineData("another magic", "4F707573546167730102380180BB0000000000")]
    [InlineData("cut off", "4F707573486561640102380180BB00000000")]
    [InlineData("a later version that is not compatible", "4F707573486561641002380180BB0000000000")]
    [InlineData("no channels", "4F707573486561640100380180BB0000000001")]
    [InlineData("more coupled than streams", "4F707573486561640102380180BB0000000001" + "01020001")]
    public void BrokenHeadsAreRefused(string name, string hex) => Assert.False(OpusConfig.TryReadHead(Convert.FromHexString(hex), out _), name);

    /// <summary>RFC 7845, 5.1.1.2: every loudspeaker is decoded once.</summary>
    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(2, 1, 1)]
    [InlineData(3, 2, 1)]
    [InlineData(4, 2, 2)]
    [InlineData(5, 3, 2)]
    [InlineData(6, 4, 2)]
    [InlineData(7, 4, 3)]
    [InlineData(8, 5, 3)]
    public void LoudspeakersAreMappedAsEncodersDo(int channels, int streams, int coupled)
    {
        OpusMapping mapping = OpusMapping.Of(channels);
        Assert.Equal((1, streams, coupled, channels), (mapping.Family, mapping.Streams, mapping.Coupled, mapping.Decoded));
        Assert.Equal(Enumerable.Range(0, channels).Select(i => (byte)i), mapping.Channels.Order());
        Assert.True(mapping.IsValid);
        Assert.Equal(channels <= 2, mapping.IsPlain);
    }

    [Theory]
    [InlineData("no stream", 0, 0, new byte[] { 255 }, false)]
    [InlineData("more coupled than streams", 1, 2, new byte[] { 0 }, false)]
    [InlineData("more decoded than there are numbers", 255, 1, new byte[] { 0 }, false)]
    [InlineData("no channel", 1, 0, new byte[0], false)]
    [InlineData("a channel that is not decoded", 1, 1, new byte[] { 0, 2 }, false)]
    [InlineData("a silent channel", 1, 1, new byte[] { 0, 1, 255 }, true)]
    [InlineData("one decoded channel twice", 1, 0, new byte[] { 0, 0 }, true)]
    public void MappingsAreValidWhereEveryChannelIsDecodedOrSilent(string name, byte streams, byte coupled, byte[] channels, bool isValid)
    {
        OpusMapping mapping = new(OpusMapping.Unknown, streams, coupled, [.. channels]);
        Assert.Equal((name, isValid, false), (name, mapping.IsValid, mapping.IsPlain));
    }

    [Fact]
    public void FormatsHaveOneClock()
    {
        OpusFormat format = OpusFormat.Of(2);
        Assert.Equal((48_000, "opus", "Opus 48 kHz stereo"), (format.ClockRate, format.Rfc6381, format.Description));
        Assert.NotEqual(format, format with { PreSkip = 312 });
    }

    [Fact]
    public void APacketIsAUnit()
    {
        List<Assembly.Unit> units = [];
        using UnitAssembler assembler = OpusCodec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        Assembly.Feed(assembler, [0xFC, 1, 2], units);
        Assembly.Feed(assembler, [0xFF], units);
        Assembly.Complete(assembler, units);
        Assert.Equal(960, Assert.Single(units).Facts.NominalDuration);
        Assert.Equal(1, assembler.Faults.Total);
    }

    [Fact]
    public void AnyBytesAreReadOrRefused() => Fuzz.Run(
        Configs.SelectMany(row => new[] { row.Data.Item2, row.Data.Item3 }).Concat(Packets.Select(row => row.Data.Item2)).Select(Convert.FromHexString),
        bytes =>
        {
            if (OpusPacket.TryReadDuration(bytes, out int duration) && duration is <= 0 or > OpusPacket.MaxDuration) throw new InvalidOperationException("duration");
            if (OpusConfig.TryReadBox(bytes, out OpusFormat? box) && box.Channels == 0) throw new InvalidOperationException("channels");
            if (OpusConfig.TryReadHead(bytes, out OpusFormat? head) && head.Channels == 0) throw new InvalidOperationException("channels");
        });
}
