using Headrace.Containers.Mp4.Boxes;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.Mp4.Boxes;

public sealed class ElementaryStreamDescriptorBoxTests
{
    private const string Decoder = "40 15 000000 00000000 00000000";

    public static TheoryData<string, string, string?> Cases => new()
    {
        { "lengths of one byte", $"03 17 0000 00 04 11 {Decoder} 05 02 1190", "1190" },
        { "lengths of four bytes", $"03 80808023 0000 00 04 80808014 {Decoder} 05 80808002 1190 06 80808001 02", "1190" },
        { "a stream that depends on another", $"03 19 0000 80 0001 04 11 {Decoder} 05 02 1190", "1190" },
        { "a stream with a location", $"03 1B 0000 40 03 666F6F 04 11 {Decoder} 05 02 1190", "1190" },
        { "a stream with a clock reference", $"03 19 0000 20 0001 04 11 {Decoder} 05 02 1190", "1190" },
        { "a descriptor before the right one", $"0F 01 FF 03 17 0000 00 04 11 {Decoder} 05 02 1190", "1190" },
        { "outer lengths that say too much", $"03 7F 0000 00 04 7F {Decoder} 05 02 1190", "1190" },
        { "an object type that is not MPEG-4 audio", "03 17 0000 00 04 11 6B 15 000000 00000000 00000000 05 02 1190", null },
        { "no config", $"03 12 0000 00 04 0D {Decoder}", null },
        { "another tag where the config should be", $"03 17 0000 00 04 11 {Decoder} 06 02 1190", null },
        { "no decoder", "03 05 0000 00 06 00", null },
        { "a length that does not end", "03 80808080 00", null },
        { "a location that outgrows the stream", "03 05 0000 40 FF 00", null },
        { "nothing", "", null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheConfigIsFound(string name, string hex, string? expected)
    {
        Assert.NotEmpty(name);
        bool isRead = ElementaryStreamDescriptorBox.TryRead(Body(hex), out ReadOnlySpan<byte> config);
        Assert.Equal(expected, isRead ? Convert.ToHexString(config) : null);
    }

    [Fact]
    public void NoBytesMakeTheReaderThrow() => Fuzz.Run(Cases.Select(row => Body(row.Data.Item2)), bytes => ElementaryStreamDescriptorBox.TryRead(bytes, out _));

    private static byte[] Body(string hex) => [0, 0, 0, 0, .. Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))];
}
