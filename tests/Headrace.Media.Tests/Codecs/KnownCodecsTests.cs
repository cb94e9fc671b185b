using Headrace.Media.Codecs;

namespace Headrace.Media.Tests.Codecs;

public sealed class KnownCodecsTests
{
    [Fact]
    public void EachCodecHasANameOfItsOwn()
    {
        Assert.Distinct(KnownCodecs.All.Select(codec => codec.Name));
        Assert.All(KnownCodecs.All, codec => Assert.Same(codec, KnownCodecs.Find(codec.Name)));
        Assert.Null(KnownCodecs.Find("theora"));
    }
}
