using System.IO.Compression;
using System.Net;
using System.Text;
using Headrace.Endpoints.Hls;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Hls;

public sealed class PlaylistTests : HlsTest
{
    protected override StreamOptions Stream => new() { PublisherGrace = TimeSpan.FromSeconds(60), Hls = new HlsOptions { SegmentCount = 30 } };

    [Fact]
    public async Task StreamThatIsComingUpIsWaitedFor()
    {
        Task<HttpResponseMessage> waiting = Host.GetAsync("/cam/index.m3u8");
        await Publisher.SendAsync(20);
        Assert.False(waiting.IsCompleted);
        using HttpResponseMessage response = await PublishUntilAsync(waiting);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/vnd.apple.mpegurl", response.Content.Headers.ContentType?.MediaType);
        string text = await response.Content.ReadAsStringAsync();
        Assert.Contains("avc1.", text, StringComparison.Ordinal);
        Assert.Contains("mp4a.40.2", text, StringComparison.Ordinal);
        Assert.Contains("RESOLUTION=640x368", text, StringComparison.Ordinal);
        Assert.Contains("FRAME-RATE=25", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StreamThatDoesNotComeUpIsUnavailableAndLeavesNoViewer()
    {
        Task<HttpResponseMessage> waiting = Host.GetAsync("/cam/index.m3u8");
        Task<HttpResponseMessage> direct = Host.GetAsync("/cam/hls/0/index.m3u8");
        await WaitsAsync(2);
        Server.Time.Advance(TimeSpan.FromSeconds(9));
        await Publisher.SendAsync(1);
        Server.Time.Advance(TimeSpan.FromSeconds(7));
        using HttpResponseMessage first = await PassUntilAsync(waiting);
        using HttpResponseMessage second = await PassUntilAsync(direct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, first.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.NotNull(first.Headers.RetryAfter);
        Assert.DoesNotContain(Server.Sessions.All, session => session.Protocol == "hls");
    }

    [Fact]
    public async Task RefusalsAreOneLineWithTheirNumber()
    {
        string url = await JoinAsync();
        long far = (await ReloadAsync(url)).NextSegment + 20;
        for (int i = 0; i < 3; i++) await Host.GetAsync($"{url}&_HLS_msn={far}");
        Server.Time.Advance(HlsRefusals.LogInterval);
        await Host.GetAsync($"{url}&_HLS_msn={far}");
        Assert.Equal(["(1 such answers", "(3 such answers"], Server.Log.With("HLS was refused").Select(line => line.Text[line.Text.LastIndexOf('(')..][..15]));
    }

    [Fact]
    public async Task ReloadBlocksUntilThePartIsThere()
    {
        string url = await JoinAsync();
        LivePlaylist now = await ReloadAsync(url);
        (long msn, int part) = (now.NextSegment, now.OpenParts);
        Task<string> reload = Host.GetTextAsync($"{url}&_HLS_msn={msn}&_HLS_part={part}");
        await WaitsAsync(1);
        Assert.Equal(now.Text, (await ReloadAsync(url)).Text);
        LivePlaylist next = new(await PublishUntilAsync(reload));
        Assert.Contains(now.Hint, next.Parts);
        Assert.DoesNotContain(now.Hint, now.Parts);
        Task<string> segment = Host.GetTextAsync($"{url}&_HLS_msn={msn}");
        LivePlaylist later = new(await PublishUntilAsync(segment));
        Assert.True(later.NextSegment > msn);
    }

    [Fact]
    public async Task OnePartWakesAllWhoWaitForIt()
    {
        string url = await JoinAsync();
        LivePlaylist now = await ReloadAsync(url);
        Task<string>[] waiting = [.. Enumerable.Range(0, 200).Select(_ => Host.GetTextAsync($"{url}&_HLS_msn={now.NextSegment}&_HLS_part={now.OpenParts}"))];
        await WaitsAsync(200);
        while (!waiting[0].IsCompleted) await Publisher.SendAsync(1);
        string[] texts = await Task.WhenAll(waiting);
        Assert.All(texts, text => Assert.Contains(now.Hint, new LivePlaylist(text).Parts));
    }

    [Fact]
    public async Task ReloadIsAnswered503WhenThePublisherStaysAway()
    {
        string url = await JoinAsync();
        LivePlaylist now = await ReloadAsync(url);
        (await Publisher.Client.RequestAsync("TEARDOWN", Publisher.Url)).MustBe(200);
        Task<HttpResponseMessage> reload = Host.GetAsync($"{url}&_HLS_msn={now.NextSegment}&_HLS_part={now.OpenParts + 1}");
        await WaitsAsync(1);
        Server.Time.Advance(TimeSpan.FromSeconds(3 * now.TargetDuration - 1));
        Assert.False(reload.IsCompleted);
        Server.Time.Advance(TimeSpan.FromSeconds(2));
        using HttpResponseMessage response = await PassUntilAsync(reload);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);

        // The playlist itself stands still, and is there.
        Assert.StartsWith(now.Text[..100], (await ReloadAsync(url)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_HLS_msn=x")]
    [InlineData("_HLS_msn=-1")]
    [InlineData("_HLS_msn=1&_HLS_msn=2")]
    [InlineData("_HLS_msn=99999999999999999999")]
    [InlineData("_HLS_part=0")]
    [InlineData("_HLS_msn=0&_HLS_part=x")]
    [InlineData("_HLS_msn=100000")]
    [InlineData("_HLS_msn=9223372036854775807&_HLS_part=2147483647")]
    public async Task DirectivesThatBreakTheRulesAreBad(string query)
    {
        string url = await JoinAsync();
        Assert.Equal(HttpStatusCode.BadRequest, await Host.StatusOfAsync($"{url}&{query}"));
    }

    [Fact]
    public async Task WhatIsTooFarAheadIsBadAndWhatIsLongThereIsAnsweredAtOnce()
    {
        string url = await JoinAsync();
        await Publisher.SendAsync(12);
        LivePlaylist now = await ReloadAsync(url);
        Assert.True(now.OpenParts > 0);
        Assert.Equal(HttpStatusCode.BadRequest, await Host.StatusOfAsync($"{url}&_HLS_msn={now.NextSegment + 3}"));
        Assert.Equal(HttpStatusCode.BadRequest, await Host.StatusOfAsync($"{url}&_HLS_msn={now.NextSegment}&_HLS_part={now.OpenParts + 15}"));
        Assert.Equal(HttpStatusCode.OK, await Host.StatusOfAsync($"{url}&_HLS_msn={now.MediaSequence}"));
        Assert.Equal(HttpStatusCode.OK, await Host.StatusOfAsync($"{url}&_HLS_msn={now.MediaSequence}&_HLS_part=0"));
    }

    [Fact]
    public async Task DeltaLeavesOutWhatTheFullPlaylistBeginsWith()
    {
        string url = await JoinAsync();
        for (int i = 0; i < 20; i++)
        {
            await Publisher.SendAsync(50);
            await ReloadAsync(url);
        }

        LivePlaylist full = await ReloadAsync(url);
        LivePlaylist delta = await ReloadAsync($"{url}&_HLS_skip=YES");
        Assert.True(delta.Skipped > 0, delta.Text);
        Assert.Equal(full.NextSegment, delta.NextSegment);
        Assert.Equal(full.Segments[delta.Skipped..], delta.Segments);
        Assert.Equal(0, (await ReloadAsync($"{url}&_HLS_skip=NO")).Skipped);
    }

    [Fact]
    public async Task GzipIsTheSamePlaylist()
    {
        string url = await JoinAsync();
        string plain = await Host.GetTextAsync(url);
        using HttpResponseMessage packed = await Host.SendAsync(HttpMethod.Get, url, acceptEncoding: "br, gzip;q=0.5");
        Assert.Equal(["gzip"], packed.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", packed.Headers.Vary);
        await using GZipStream unpacked = new(await packed.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using StreamReader reader = new(unpacked, Encoding.UTF8);
        Assert.Equal(plain, await reader.ReadToEndAsync());
        using HttpResponseMessage refused = await Host.SendAsync(HttpMethod.Get, url, acceptEncoding: "gzip;q=0, identity");
        Assert.Empty(refused.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task EverythingMayBeReadFromOtherOriginsAndPreflightsSaySo()
    {
        string url = await JoinAsync();
        LivePlaylist now = await ReloadAsync(url);
        foreach (string path in new[] { "/cam/index.m3u8", url, Beside(url, now.Map), Beside(url, now.Segments[0]), "/nobody/index.m3u8", $"{url}&_HLS_msn=x" })
        {
            using HttpResponseMessage response = await Host.GetAsync(path);
            Assert.Equal(["*"], response.Headers.GetValues("Access-Control-Allow-Origin"));
            using HttpResponseMessage preflight = await Host.SendAsync(HttpMethod.Options, path);
            Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
            Assert.Contains("GET", preflight.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task HeadAnswersAsGetDoesWithoutTheBody()
    {
        string url = await JoinAsync();
        LivePlaylist now = await ReloadAsync(url);
        foreach (string path in new[] { url, Beside(url, now.Map), Beside(url, now.Segments[0]), Beside(url, now.Parts[0]) })
        {
            using HttpResponseMessage get = await Host.GetAsync(path);
            using HttpResponseMessage head = await Host.SendAsync(HttpMethod.Head, path);
            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
            Assert.Equal((await get.Content.ReadAsByteArrayAsync()).Length, head.Content.Headers.ContentLength);
            Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }

        using HttpResponseMessage multivariant = await Host.SendAsync(HttpMethod.Head, "/cam/index.m3u8");
        Assert.Equal(HttpStatusCode.OK, multivariant.StatusCode);
        Assert.Single(Server.Sessions.All, session => session.Protocol == "hls");
        using HttpResponseMessage post = await Host.SendAsync(HttpMethod.Post, url);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Fact]
    public async Task WhatDoesNotExistIsNotFoundAtOnce()
    {
        string url = await JoinAsync();
        Assert.Equal(HttpStatusCode.NotFound, await Host.StatusOfAsync("/nobody/index.m3u8"));
        Assert.Equal(HttpStatusCode.NotFound, await Host.StatusOfAsync("/nobody/hls/0/index.m3u8"));
        Assert.Equal(HttpStatusCode.NotFound, await Host.StatusOfAsync("/cam/hls/7/index.m3u8"));
        Assert.Equal(HttpStatusCode.NotFound, await Host.StatusOfAsync("/cam/hls/../index.m3u8/hls/0/index.m3u8"));
        using HttpResponseMessage other = await Host.GetAsync("/cam/player.html");
        Assert.Equal((HttpStatusCode)418, other.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await Host.StatusOfAsync(url));
        Assert.Null(Server.Streams.Find("nobody"));
    }

    [Fact]
    public async Task ConfiguredStreamThatIsNotActiveIsUnavailableAtOnce()
    {
        Server.Streams.Configure("later", new StreamOptions());
        foreach (string path in new[] { "/later/index.m3u8", "/later/hls/0/index.m3u8" })
        {
            using HttpResponseMessage response = await Host.GetAsync(path);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.NotNull(response.Headers.RetryAfter);
        }

        Assert.Equal(0, Server.Stream("later").Branches.Count);
    }

    [Fact]
    public async Task TwoStreamsHaveTwoTimes()
    {
        await using TestPublisher other = await Server.PublishAsync("other", new PublishPlan { HasAudio = false, Seed = 3 });
        string url = await JoinAsync();
        LivePlaylist now = await ReloadAsync(url);
        Assert.Equal(HttpStatusCode.NotFound, await Host.StatusOfAsync(Beside(url, now.Map).Replace("/cam/", "/other/", StringComparison.Ordinal)));
        string key = url.Split("s=")[1];

        // The key of one stream's viewer shows him nothing of another under that name.
        Task<HttpResponseMessage> foreign = Host.GetAsync($"/other/hls/0/index.m3u8?s={key}");
        await WaitsAsync(1);
        Server.Time.Advance(TimeSpan.FromSeconds(8));
        await Publisher.SyncAsync();
        Server.Time.Advance(TimeSpan.FromSeconds(8));
        using HttpResponseMessage response = await PassUntilAsync(foreign);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }
}
