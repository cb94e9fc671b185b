using System.Net;
using System.Text;
using System.Text.Json;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Server.Tests.Hosting;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Tests.Api.Held;

public sealed class HeldTests
{
    private const string Stream = "/api/v1/streams/site/cam1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Stream + "/preview", "image/jpeg", 503, "no-picture")]
    [InlineData(Stream + "/preview", "text/html, image/*;q=0.8", 503, "no-picture")]
    [InlineData(Stream + "/preview", "video/mp4", 503, "no-picture")]
    [InlineData(Stream + "/preview?duration=61", "video/mp4", 400, "invalid-request")]
    [InlineData(Stream + "/data?duration=x", "*/*", 400, "invalid-request")]
    [InlineData(Stream + "/data?track=-1", "*/*", 400, "invalid-request")]
    [InlineData(Stream + "/data", "*/*", 503, "no-picture")]
    [InlineData(Stream + "/iframe", "*/*", 503, "no-picture")]
    [InlineData(Stream + "/buffer?number=5", "*/*", 404, "not-found")]
    [InlineData(Stream + "/buffer?at=2026-01-01T00:00:00Z", "*/*", 404, "not-found")]
    [InlineData(Stream + "/buffer?at=yesterday", "*/*", 400, "invalid-request")]
    [InlineData("/site/cam1/snapshot.jpg", "*/*", 503, "no-picture")]
    [InlineData("/nobody/snapshot.jpg", "*/*", 404, "stream-not-found")]
    [InlineData("/api/v1/video/preview/nobody", "*/*", 404, "stream-not-found")]
    [InlineData("/api/v1/video/buffer/nobody", "*/*", 404, "stream-not-found")]
    public async Task WhatCannotBeGivenIsAProblem(string address, string accept, int status, string problem)
    {
        await using TestHost server = await TestHost.StartAsync("streams: { site/cam1: }");
        (HttpStatusCode code, string body) = await GetAsync(server, address, accept);
        Assert.Equal(status, (int)code);
        Assert.Equal($"/problems/{problem}", JsonDocument.Parse(body).RootElement.GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(server, $"/problems/{problem}", "*/*")).Code);
    }

    [Theory]
    [InlineData(Stream + "/buffer", """{"gops":[],"frames":null}""")]
    [InlineData(Stream + "/preview", """{"gops":[],"frames":[]}""")]
    [InlineData("/api/v1/video/preview/site%2Fcam1", """{"gops":[],"frames":[]}""")]
    [InlineData("/api/v1/video/buffer/site/cam1", """{"gops":[],"frames":null}""")]
    [InlineData(Stream + "/parameters", """{"items":[],"itemCount":0,"pageCount":1}""")]
    public async Task StreamThatNobodyPublishesHoldsNothing(string address, string expected)
    {
        await using TestHost server = await TestHost.StartAsync("streams: { site/cam1: }");
        Assert.Equal((HttpStatusCode.OK, expected), await GetAsync(server, address, "application/json"));
    }

    [Fact]
    public async Task FramesAreFoundByNumberAndByTime()
    {
        await using TestHost server = await TestHost.StartAsync("streams: { site/cam1: }");
        Publication publication = Publish(server, 150);
        JsonElement[] gops = [.. JsonDocument.Parse((await GetAsync(server, Stream + "/buffer", "*/*")).Body).RootElement.GetProperty("gops").EnumerateArray()];
        Assert.True(gops.Length >= 2);
        JsonElement gop = gops[^2];
        long number = gop.GetProperty("number").GetInt64();
        string at = gop.GetProperty("time").GetDateTime().AddMilliseconds(100).ToString("o");
        foreach (string query in new[] { $"number={number}", $"number={number + 3}", $"at={Uri.EscapeDataString(at)}" })
        {
            JsonElement found = JsonDocument.Parse((await GetAsync(server, $"{Stream}/buffer?{query}", "*/*")).Body).RootElement;
            Assert.Equal(number, found.GetProperty("gops")[0].GetProperty("number").GetInt64());
            Assert.Equal(number, found.GetProperty("frames")[0].GetProperty("number").GetInt64());
            Assert.Equal(gop.GetProperty("frames").GetInt32(), found.GetProperty("frames").GetArrayLength());
        }

        Assert.StartsWith("""{"items":[{"track":0,"kind":"audio","codec":"aac","rfc6381":"mp4a.40.2","clockRate":48000,"profile":2,"level":null""", (await GetAsync(server, Stream + "/parameters", "*/*")).Body, StringComparison.Ordinal);
        publication.End();
    }

    [Fact]
    public async Task PreviewIsForWhoMayViewAndTheRestForWhoMayUseTheApi()
    {
        await using TestHost server = await TestHost.StartAsync("""
            streams: { site/cam1: , other: }
            auth: { users: [ { user: ann, password: x, permissions: [ { action: read, path: site/cam1 } ] } ] }
            """);
        foreach ((string address, string credentials, HttpStatusCode expected) in new[]
        {
            (Stream + "/preview", "ann:x", HttpStatusCode.OK), ("/api/v1/video/preview/site%2Fcam1", "ann:x", HttpStatusCode.OK), (Stream + "/preview", "", HttpStatusCode.Unauthorized),
            (Stream + "/preview", "ann:y", HttpStatusCode.Unauthorized), ("/api/v1/streams/other/preview", "ann:x", HttpStatusCode.Forbidden), ("/api/v1/streams/nobody/preview", "ann:x", HttpStatusCode.Forbidden),
            (Stream + "/buffer", "ann:x", HttpStatusCode.Forbidden), (Stream + "/data", "ann:x", HttpStatusCode.Forbidden), (Stream, "ann:x", HttpStatusCode.Forbidden), ("/api/v1/video/buffer/site/cam1", "ann:x", HttpStatusCode.Forbidden),
            ("/site/cam1/snapshot.jpg", "ann:x", HttpStatusCode.ServiceUnavailable), ("/site/cam1/snapshot.jpg", "", HttpStatusCode.Unauthorized), ("/other/snapshot.jpg", "ann:x", HttpStatusCode.Forbidden),
        })
        {
            Assert.Equal((address, credentials, expected), (address, credentials, (await GetAsync(server, address, "application/json", "media.example", credentials)).Code));
        }
    }

    /// <summary>Frames of AAC, a tenth of a second one after the other.</summary>
    private static Publication Publish(TestHost server, int frames)
    {
        Assert.True(AacFormat.TryParse(Convert.FromHexString("1190"), out AacFormat? format));
        Assert.Equal(PublishRefusal.None, server.Host.Media.Streams.TryPublish("site/cam1", [new AnnouncedTrack(AacCodec.Instance, format, ParameterSets.Empty, 48_000)], null, out Publication? publication));
        MonotonicTime start = MonotonicTime.Now(TimeProvider.System);
        for (int i = 0; i < frames; i++)
        {
            AssembledUnit unit = new() { Payload = MediaBufferPool.Shared.Copy(new byte[100], publication!.Memory), Format = format, ParameterSets = ParameterSets.Empty, RandomAccess = RandomAccess.Idr, NominalDuration = 1024 };
            publication.Publish(0, new InputTimestamps((uint)(i * 1024)), start + TimeSpan.FromSeconds(i * 1024 / 48_000.0), unit);
        }

        return publication!;
    }

    private static async Task<(HttpStatusCode Code, string Body)> GetAsync(TestHost server, string address, string accept, string? host = null, string credentials = "")
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        request.Headers.Add("Accept", accept);
        request.Headers.Host = host;
        if (credentials.Length > 0) request.Headers.Add("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}");
        using HttpResponseMessage answer = await server.Client.SendAsync(request, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
