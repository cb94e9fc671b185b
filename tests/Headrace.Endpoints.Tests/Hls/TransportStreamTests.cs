using System.Net;
using Headrace.Containers.MpegTs.Checking;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Hls;

/// <summary>HLS with MPEG-TS segments: beside the stream's own variant, and as it.</summary>
public sealed class TransportStreamTests : HlsTest
{
    protected override StreamOptions Stream => new() { PublisherGrace = TimeSpan.FromSeconds(60) };

    [Fact]
    public async Task SegmentsAreServedWhateverTheVariant()
    {
        string multivariant = await PublishUntilAsync(Host.GetTextAsync("/cam/ts.m3u8"));
        string url = $"/cam/{multivariant.Split('\n').First(line => line.StartsWith("hls/", StringComparison.Ordinal))}";
        Assert.StartsWith("/cam/hls/ts/index.m3u8?s=", url, StringComparison.Ordinal);
        LivePlaylist playlist = await ReloadAsync(url);
        Assert.DoesNotContain("EXT-X-MAP", playlist.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("EXT-X-PART", playlist.Text, StringComparison.Ordinal);
        string segment = playlist.Text.Split('\n').First(line => line.EndsWith(".ts", StringComparison.Ordinal));
        using HttpResponseMessage response = await Host.GetAsync(Beside(url, segment));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("video/mp2t", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl?.Extensions.Any(extension => extension.Name == "immutable"));
        TsSegment read = TsSegment.Read(await response.Content.ReadAsByteArrayAsync());
        Assert.Null(read.Fault);
        Assert.Equal(0, read.FirstPoint);
    }

    [Fact]
    public async Task ReloadBlocksUntilTheSegmentIsThere()
    {
        string multivariant = await PublishUntilAsync(Host.GetTextAsync("/cam/ts.m3u8"));
        string url = $"/cam/{multivariant.Split('\n').First(line => line.StartsWith("hls/", StringComparison.Ordinal))}";
        LivePlaylist now = await ReloadAsync(url);
        Task<string> reload = Host.GetTextAsync($"{url}&_HLS_msn={now.NextSegment}");
        await WaitsAsync(1);
        Assert.True(new LivePlaylist(await PublishUntilAsync(reload)).NextSegment > now.NextSegment);
    }

    [Theory]
    [InlineData("/cam/hls/ts/{0}-s999.ts", HttpStatusCode.NotFound)]
    [InlineData("/cam/hls/ts/{0}-p0.ts", (HttpStatusCode)418)]
    [InlineData("/cam/hls/ts/{0}-s1.m4s", (HttpStatusCode)418)]
    [InlineData("/cam/hls/ts/{0}-init0.mp4", HttpStatusCode.NotFound)]
    [InlineData("/cam/hls/0/{0}-s1.ts", (HttpStatusCode)418)]
    [InlineData("/cam/hls/ts/00000000-s1.ts", HttpStatusCode.NotFound)]
    public async Task WhatIsNotThereIsNotFound(string form, HttpStatusCode expected)
    {
        await PublishUntilAsync(Host.GetTextAsync("/cam/ts.m3u8"));
        string playlist = await Host.GetTextAsync("/cam/hls/ts/index.m3u8");
        string incarnation = playlist.Split('\n').First(line => line.EndsWith(".ts", StringComparison.Ordinal)).Split('-')[0];
        using HttpResponseMessage response = await Host.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, incarnation));
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task SessionOfOnePackagingIsNoneOfTheOther()
    {
        string fragments = await JoinAsync();
        await PublishUntilAsync(Host.GetTextAsync("/cam/ts.m3u8"));
        string key = fragments[fragments.IndexOf('?', StringComparison.Ordinal)..];
        Assert.Contains(".ts\n", await Host.GetTextAsync("/cam/hls/ts/index.m3u8" + key), StringComparison.Ordinal);
        Assert.Equal(2, Server.Sessions.All.Count(session => session.Protocol == "hls"));
        await Eventually.True(() => Server.Streams.Find("cam")!.Branches.Count == 2, "both branches run");
    }
}
