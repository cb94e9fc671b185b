using Headrace.Media.Codecs;

namespace Headrace.Media.Tests.Codecs;

public sealed class UnitFaultsTests
{
    [Fact]
    public void FaultsAddUpAndThoseThatCameAfterOthersAreTheDifference()
    {
        UnitFaults before = new(1, 2, 3, 4);
        UnitFaults news = new(10, 20, 30, 40);
        Assert.Equal(new UnitFaults(11, 22, 33, 44), before + news);
        Assert.Equal(news, before + news - before);
        Assert.Equal(100, news.Total);
        Assert.Equal("10 malformed, 20 too large, 30 with too many NAL units, 40 without their end", news.ToString());
    }
}
