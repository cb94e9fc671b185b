using System.Net;
using System.Text;
using System.Text.Json;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Tracks;
using Headrace.Server.Tests.Hosting;
using Headrace.Streaming.Pressure;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Tests.Api.Backpressure;

public sealed class BackpressureTests
{
    private const string Path = "/api/v1/streams/site%2Fcam1/backpressure";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ShowsWhoHoldsMemoryAndHowShortItIs()
    {
        await using TestHost server = await TestHost.StartAsync("streams: { site/cam1: { buffers: { backpressure: { low: 0.1 } } } }\nlimits: { memory: { perStream: 10MB } }");
        LiveStream stream = server.Host.Media.Streams.Find("site/cam1")!;
        MediaBuffer held = MediaBufferPool.Shared.Copy(new byte[4_000_000], stream.Memory.Of("input"));
        try
        {
            stream.SetPressure(PressureLevel.Normal);
            JsonElement shown = await GetAsync(server);
            Assert.Equal("low", shown.GetProperty("level").GetString());
            Assert.Equal("low", shown.GetProperty("ownLevel").GetString());
            Assert.Equal("normal", shown.GetProperty("serverLevel").GetString());
            Assert.Equal(0.1, shown.GetProperty("thresholds").GetProperty("low").GetDouble());
            JsonElement memory = shown.GetProperty("memory");
            Assert.Equal(10_000_000, memory.GetProperty("limitBytes").GetInt64());
            Assert.Equal(held.Capacity, memory.GetProperty("bytes").GetInt64());
            Assert.Equal(held.Capacity, memory.GetProperty("owners").GetProperty("input").GetInt64());
            JsonElement census = JsonDocument.Parse(await server.Client.GetStringAsync("/api/v1/census", Cancellation)).RootElement;
            Assert.Equal(held.Capacity, census.GetProperty("ownerBytes").GetProperty("input").GetInt64());
            Assert.Equal("normal", census.GetProperty("memoryPressure").GetString());
            string metrics = await server.Client.GetStringAsync("/metrics", Cancellation);
            Assert.Contains("headrace_stream_pressure{stream=\"site/cam1\"} 1\n", metrics, StringComparison.Ordinal);
            Assert.Contains($"headrace_stream_memory_owners_bytes{{stream=\"site/cam1\",owner=\"input\"}} {held.Capacity}\n", metrics, StringComparison.Ordinal);
            Assert.Contains("headrace_memory_pressure 0\n", metrics, StringComparison.Ordinal);
        }
        finally
        {
            held.Release();
        }
    }

    [Theory]
    [InlineData("""{ "action": "set_pressure", "pressure": "high" }""", "high")]
    [InlineData("""{ "action": "set_pressure", "pressure": 0.6 }""", "medium")]
    [InlineData("""{ "action": "set_pressure", "pressure": 1 }""", "critical")]
    [InlineData("""{ "action": "drop_gop" }""", "normal")]
    public async Task OperatorSetsPressureAndTakesItBack(string body, string level)
    {
        await using TestHost server = await TestHost.StartAsync("streams: { site/cam1: }");
        JsonElement set = await PostAsync(server, body, HttpStatusCode.OK);
        Assert.Equal(level, set.GetProperty("level").GetString());
        Assert.Equal(level, set.GetProperty("manualLevel").GetString());
        Assert.Equal(level, (await GetAsync(server)).GetProperty("level").GetString());
        JsonElement reset = await PostAsync(server, """{ "action": "reset" }""", HttpStatusCode.OK);
        Assert.Equal("normal", reset.GetProperty("level").GetString());
    }

    [Fact]
    public async Task LimitThatIsReachedIsCountedAndTold()
    {
        await using TestHost server = await TestHost.StartAsync("limits: { maxStreams: 1 }\nstreams: { cam1: }");
        AnnouncedTrack sound = new(G711Codec.MuLaw, null, ParameterSets.Empty, 8000);
        for (int i = 0; i < 3; i++) Assert.Equal(PublishRefusal.TooManyStreams, server.Host.Media.Streams.TryPublish("other", [sound], null, out _));
        JsonElement census = JsonDocument.Parse(await server.Client.GetStringAsync("/api/v1/census", Cancellation)).RootElement;
        Assert.Equal(3, census.GetProperty("limitsReached").GetProperty("limits.maxStreams").GetInt64());
        Assert.Contains("headrace_limits_reached_total{limit=\"limits.maxStreams\"} 3\n", await server.Client.GetStringAsync("/metrics", Cancellation), StringComparison.Ordinal);
        Assert.Single(server.Loggers.Lines, line => line.Contains("limits.maxStreams is reached (1): the stream other was refused", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "action": "more" }""")]
    [InlineData("""{ "action": "set_pressure" }""")]
    [InlineData("""{ "action": "set_pressure", "pressure": "3" }""")]
    [InlineData("""{ "action": "set_pressure", "pressure": -1 }""")]
    [InlineData("""{ "action": "set_pressure", "pressure": "" }""")]
    [InlineData("""{ "action": "set_pressure", "pressure": {} }""")]
    public async Task WhatIsNoControlIsAProblem(string body)
    {
        await using TestHost server = await TestHost.StartAsync("streams: { site/cam1: }");
        Assert.Equal("/problems/invalid-request", (await PostAsync(server, body, HttpStatusCode.BadRequest)).GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("/api/v1/streams/nobody/backpressure", "GET")]
    [InlineData("/api/v1/streams/nobody/backpressure/control", "POST")]
    [InlineData("/api/v1/streams/site/cam1/nothing", "POST")]
    public async Task WhatDoesNotExistIsAProblem(string path, string method)
    {
        await using TestHost server = await TestHost.StartAsync("streams: { site/cam1: }");
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        using HttpResponseMessage response = await server.Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<JsonElement> GetAsync(TestHost server) => JsonDocument.Parse(await server.Client.GetStringAsync(Path, Cancellation)).RootElement;

    private static async Task<JsonElement> PostAsync(TestHost server, string body, HttpStatusCode expected)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await server.Client.PostAsync(Path + "/control", content, Cancellation);
        Assert.Equal(expected, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement;
    }
}
