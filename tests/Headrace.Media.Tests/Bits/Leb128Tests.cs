using Headrace.Media.Bits;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Bits;

public sealed class Leb128Tests
{
    [Theory]
    [InlineData(0u, "00")]
    [InlineData(127u, "7F")]
    [InlineData(128u, "8001")]
    [InlineData(16_383u, "FF7F")]
    [InlineData(16_384u, "808001")]
    [InlineData(uint.MaxValue, "FFFFFFFF0F")]
    public void NumbersAreWrittenAsShortAsTheyCanBeAndReadBack(uint value, string hex)
    {
        byte[] bytes = new byte[Leb128.MaxLength];
        int length = Leb128.Write(bytes, value);
        Assert.Equal((hex, Leb128.LengthOf(value)), (Convert.ToHexString(bytes.AsSpan(0, length)), length));
        Assert.True(Leb128.TryRead(Hex.Parse(hex + "55"), out uint read, out int taken));
        Assert.Equal((value, length), (read, taken));
    }

    [Theory]
    [InlineData("leading zeros", "8580808080808000", true)]
    [InlineData("nothing", "", false)]
    [InlineData("cut off", "8080", false)]
    [InlineData("more than 32 bits", "FFFFFFFF1F", false)]
    [InlineData("more than eight bytes", "808080808080808001", false)]
    public void OtherFormsAreReadOrRefused(string name, string hex, bool isRead)
    {
        Assert.True(isRead == Leb128.TryRead(Hex.Parse(hex), out uint value, out _), name);
        if (isRead) Assert.Equal(5u, value);
    }
}
