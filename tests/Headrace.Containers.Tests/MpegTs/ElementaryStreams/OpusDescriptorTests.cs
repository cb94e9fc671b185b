using System.Buffers;
using Headrace.Containers.MpegTs.ElementaryStreams;
using Headrace.Media.Codecs.Opus;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.MpegTs.ElementaryStreams;

public sealed class OpusDescriptorTests
{
    /// <summary>Descriptors with their tags and lengths; those with a table are counted out by hand.</summary>
    public static TheoryData<string, OpusFormat, string> Descriptors => new()
    {
        { "mono", OpusFormat.Of(1), "7F028001" },
        { "stereo", OpusFormat.Of(2), "7F028002" },
        { "two voices", OpusFormat.Of(2) with { Mapping = new OpusMapping(255, 1, 1, [0, 1]) }, "7F028000" },
        { "5.1", OpusFormat.Of(6) with { Mapping = OpusMapping.Of(6) }, "7F028006" },
        { "7.1", OpusFormat.Of(8) with { Mapping = OpusMapping.Of(8) }, "7F028008" },
        { "5.1, each channel by itself", OpusFormat.Of(6) with { Mapping = new OpusMapping(1, 6, 0, [0, 1, 2, 3, 4, 5]) }, "7F028086" },

        // 10 00 | 00 01 10
        { "three of no loudspeakers", OpusFormat.Of(3) with { Mapping = new OpusMapping(255, 3, 0, [0, 1, 2]) }, "7F06" + "8081" + "03FF" + "8180" },

        // 11 000 | 000 001 010 011
        { "ambisonics", OpusFormat.Of(4) with { Mapping = new OpusMapping(2, 4, 0, [0, 1, 2, 3]) }, "7F07" + "8081" + "0402" + "C02980" },

        // 011 010 | 101 100 011 010 001 000
        { "5.1 the other way round", OpusFormat.Of(6) with { Mapping = new OpusMapping(1, 4, 2, [5, 4, 3, 2, 1, 0]) }, "7F07" + "8081" + "0601" + "6AC688" },
    };

    [Theory]
    [MemberData(nameof(Descriptors))]
    public void ChannelsAreSaidAndRead(string name, OpusFormat format, string expected)
    {
        Assert.Null(OpusDescriptor.WhyNot(format));
        ArrayBufferWriter<byte> output = new();
        OpusDescriptor.Write(output, format);
        Assert.Equal((name, expected), (name, Convert.ToHexString(output.WrittenSpan)));
        Assert.Equal(format, OpusDescriptor.Read(output.WrittenSpan[2..]));
    }

    [Theory]
    [InlineData("80", null)]
    [InlineData("8009", null)]
    [InlineData("80FF", null)]
    [InlineData("8081", null)]
    [InlineData("80810001", null)]
    [InlineData("80810300", null)]
    [InlineData("808103FF81", null)]
    [InlineData("808103FFC1C0", null)]
    [InlineData("0601", null)]
    [InlineData("8080", 2)]
    [InlineData("80810200", 2)]
    public void OthersAreReadOrRefused(string hex, int? channels) => Assert.Equal(channels, OpusDescriptor.Read(Convert.FromHexString(hex))?.Channels);

    [Fact]
    public void TooManyChannelsHaveNoPlace()
    {
        byte[] all = [.. Enumerable.Range(0, 250).Select(channel => (byte)channel)];
        Assert.NotNull(OpusDescriptor.WhyNot(OpusFormat.Of(250) with { Mapping = new OpusMapping(255, 250, 0, [.. all]) }));
        Assert.Null(OpusDescriptor.WhyNot(OpusFormat.Of(200) with { Mapping = new OpusMapping(255, 200, 0, [.. all[..200]]) }));
    }

    [Fact]
    public void AnyBytesAreReadOrRefused() => Fuzz.Run(
        Descriptors.Select(row => Convert.FromHexString(row.Data.Item3)[2..]),
        bytes =>
        {
            if (OpusDescriptor.Read(bytes) is { } format && (format.Channels == 0 || format.Mapping?.IsValid == false || format.Silence is null)) throw new InvalidOperationException("format");
        });
}
