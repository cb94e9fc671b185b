using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Headrace.Server.Pages;
using Headrace.Server.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Tests.Pages;

public sealed class SitePagesTests
{
    private static readonly string Script = string.Concat(Enumerable.Repeat("console.log('headrace');\n", 100));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static SitePages Site => new(
    [
        new PageFile("index.html", "<h1>Streams</h1>"u8.ToArray()),
        new PageFile("player.html", "<h1>Player</h1>"u8.ToArray()),
        new PageFile("assets/player-0123.js", Encoding.UTF8.GetBytes(Script)),
        new PageFile("assets/picture.png", new byte[1000]),
    ]);

    [Theory]
    [InlineData("/", "<h1>Streams</h1>")]
    [InlineData("/cam1", "<h1>Player</h1>")]
    [InlineData("/site/hall/cam1", "<h1>Player</h1>")]
    public async Task PageIsServedAtItsAddressAndAskedForAgainEachTime(string path, string content)
    {
        await using TestHttpServer server = await TestHttpServer.StartAsync([], pages: Site);
        using HttpResponseMessage response = await server.Client.GetAsync(path, Cancellation);
        Assert.Equal(content, await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-cache", response.Headers.CacheControl?.ToString());
        Assert.StartsWith("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task PageOfAStreamIsShownToWhoMayReadIt()
    {
        await using TestHttpServer server = await TestHttpServer.StartAsync([], pages: Site, mayRead: async (context, stream) =>
        {
            if (stream == "open") return true;
            context.Response.StatusCode = 401;
            await context.Response.WriteAsync(stream, Cancellation);
            return false;
        });
        foreach ((string path, HttpStatusCode status) in new[] { ("/open", HttpStatusCode.OK), ("/site/closed", HttpStatusCode.Unauthorized), ("/", HttpStatusCode.OK), ("/assets/picture.png", HttpStatusCode.OK) })
        {
            using HttpResponseMessage response = await server.Client.GetAsync(path, Cancellation);
            Assert.Equal(status, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("/assets/missing.js")]
    [InlineData("/api")]
    [InlineData("/cam1/publish")]
    [InlineData("/cam 1")]
    public async Task WhatIsNoPageIsNotFound(string path)
    {
        await using TestHttpServer server = await TestHttpServer.StartAsync([], pages: Site);
        using HttpResponseMessage response = await server.Client.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("gzip, br", "br")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("identity", "")]
    [InlineData("", "")]
    public async Task TextIsCompressedAsTheClientTakesIt(string accepted, string coding)
    {
        await using TestHttpServer server = await TestHttpServer.StartAsync([], pages: Site);
        using HttpResponseMessage response = await GetAsync(server, "/assets/player-0123.js", ("Accept-Encoding", accepted));
        Assert.Equal(coding, string.Join(',', response.Content.Headers.ContentEncoding));
        Assert.Equal("Accept-Encoding", response.Headers.Vary.ToString());
        Assert.Equal("public, max-age=31536000, immutable", response.Headers.NonValidated["Cache-Control"].ToString());
        await using Stream body = await response.Content.ReadAsStreamAsync(Cancellation);
        await using Stream plain = coding switch { "br" => new BrotliStream(body, CompressionMode.Decompress), "gzip" => new GZipStream(body, CompressionMode.Decompress), _ => body };
        using StreamReader reader = new(plain);
        Assert.Equal(Script, await reader.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task PictureIsNotCompressed()
    {
        await using TestHttpServer server = await TestHttpServer.StartAsync([], pages: Site);
        using HttpResponseMessage response = await GetAsync(server, "/assets/picture.png", ("Accept-Encoding", "br"));
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal(1000, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task ClientThatHasItIsToldSo()
    {
        await using TestHttpServer server = await TestHttpServer.StartAsync([], pages: Site);
        using HttpResponseMessage first = await GetAsync(server, "/assets/player-0123.js", ("Accept-Encoding", "br"));
        EntityTagHeaderValue tag = first.Headers.ETag!;
        using HttpResponseMessage same = await GetAsync(server, "/assets/player-0123.js", ("Accept-Encoding", "br"), ("If-None-Match", tag.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(tag, same.Headers.ETag);
        using HttpResponseMessage otherForm = await GetAsync(server, "/assets/player-0123.js", ("Accept-Encoding", "gzip"), ("If-None-Match", tag.ToString()));
        Assert.Equal(HttpStatusCode.OK, otherForm.StatusCode);
    }

    [Fact]
    public async Task HeadHasTheHeadersAlone()
    {
        await using TestHttpServer server = await TestHttpServer.StartAsync([], pages: Site);
        using HttpRequestMessage request = new(HttpMethod.Head, "/cam1");
        using HttpResponseMessage response = await server.Client.SendAsync(request, Cancellation);
        Assert.Equal(15, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    private static async Task<HttpResponseMessage> GetAsync(TestHttpServer server, string path, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await server.Client.SendAsync(request, Cancellation);
    }
}
