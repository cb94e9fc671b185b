using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Tests.Hls;

public sealed class TransportStreamVariantTests : HlsTest
{
    protected override StreamOptions Stream => new() { Hls = new HlsOptions { Variant = HlsVariant.MpegTs } };

    [Theory]
    [InlineData("index")]
    [InlineData("llhls")]
    [InlineData("ts")]
    public async Task EachMultivariantPlaylistNamesTheTransportStream(string name)
    {
        string text = await PublishUntilAsync(Host.GetTextAsync($"/cam/{name}.m3u8"));
        Assert.Contains("\nhls/ts/index.m3u8?s=", text, StringComparison.Ordinal);
        Assert.Contains("CODECS=\"avc1.", text, StringComparison.Ordinal);
        Assert.Contains("mp4a.40.2", text, StringComparison.Ordinal);
        Assert.Contains("FRAME-RATE=25", text, StringComparison.Ordinal);
    }
}
