using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Headrace.Server.Tests.Hosting;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Api.Sync;

public sealed class SyncTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/v1/streams/site%2Fcam1/sync")]
    [InlineData("/api/v1/streams/site/cam1/sync")]
    [InlineData("/api/v1/sync/status/site%2Fcam1")]
    [InlineData("/api/v1/sync/status/site/cam1")]
    public async Task StreamWithoutAPublisherIsUnknown(string path)
    {
        await using TestHost server = await TestHost.StartAsync("streams: { site/cam1: { buffers: { syncThreshold: 80ms, soundOffset: -120ms } } }");
        JsonElement shown = JsonDocument.Parse(await server.Client.GetStringAsync(path, Cancellation)).RootElement;
        Assert.Equal("site/cam1", shown.GetProperty("name").GetString());
        Assert.Equal("unknown", shown.GetProperty("state").GetString());
        Assert.Equal(80, shown.GetProperty("thresholdMs").GetDouble());
        Assert.Equal(-120, shown.GetProperty("offsetMs").GetDouble());
        Assert.Empty(shown.GetProperty("tracks").EnumerateArray());
    }

    [Theory]
    [InlineData(250)]
    [InlineData(-1500)]
    [InlineData(0.5)]
    [InlineData(0)]
    public async Task OffsetIsASettingOfTheStreamFromThenOn(double offset)
    {
        const string Configuration = "streams: { cam1: { maxReaders: 5, buffers: { soundOffset: 40ms } } }";
        using TemporaryFolder folder = new();
        await using (TestHost server = await TestHost.StartAsync(Configuration, folder))
        {
            using HttpResponseMessage answer = await PostAsync(server, "cam1", string.Create(CultureInfo.InvariantCulture, $"{{ \"offsetMs\": {offset} }}"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(offset, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("offsetMs").GetDouble());
            AssertOffset(server, offset);
        }

        await using TestHost again = await TestHost.StartAsync(Configuration, folder);
        AssertOffset(again, offset);
    }

    [Theory]
    [InlineData("cam1", "{}", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("cam1", """{ "offsetMs": 2001 }""", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("cam1", """{ "offsetMs": "NaN" }""", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("cam1", """{ "offsetMs": {} }""", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("cam1", "nothing", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("nobody", """{ "offsetMs": 20 }""", HttpStatusCode.NotFound, "stream-not-found")]
    [InlineData("a//b", """{ "offsetMs": 20 }""", HttpStatusCode.NotFound, "stream-not-found")]
    public async Task WhatIsNoOffsetIsAProblem(string stream, string body, HttpStatusCode status, string problem)
    {
        await using TestHost server = await TestHost.StartAsync("streams: { cam1: }");
        using HttpResponseMessage answer = await PostAsync(server, stream, body);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("/problems/" + problem, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("/api/v1/streams/nobody/sync")]
    [InlineData("/api/v1/sync/status/nobody")]
    public async Task StreamThatDoesNotExistHasNone(string path)
    {
        await using TestHost server = await TestHost.StartAsync("streams: { cam1: }");
        using HttpResponseMessage answer = await server.Client.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static void AssertOffset(TestHost server, double offset)
    {
        StreamOptions options = server.Host.Media.Streams.Find("cam1")!.Options;
        Assert.Equal(offset, options.SoundOffset.TotalMilliseconds);
        Assert.Equal(5, options.MaxReaders);
    }

    private static Task<HttpResponseMessage> PostAsync(TestHost server, string stream, string body) =>
        server.Client.PostAsync($"/api/v1/sync/adjust/{stream}", new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);
}
