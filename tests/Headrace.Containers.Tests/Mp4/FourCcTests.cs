using Headrace.Containers.Mp4;

namespace Headrace.Containers.Tests.Mp4;

public sealed class FourCcTests
{
    [Fact]
    public void NamesAreShownAsTextAndOthersAsNumbers()
    {
        Assert.Equal("moov", new FourCc("moov"u8).ToString());
        Assert.Equal("url ", new FourCc("url "u8).ToString());
        Assert.Equal("0xA96E616D", new FourCc(0xA96E_616D).ToString());
    }
}
