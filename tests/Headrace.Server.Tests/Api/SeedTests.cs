using System.Net;
using System.Text;
using System.Text.Json;
using Headrace.Server.Tests.Hosting;

namespace Headrace.Server.Tests.Api;

/// <summary>The addresses without <c>/api/v1</c>.</summary>
public sealed class SeedTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StreamIsMadeShownAndDeletedInSnakeCase()
    {
        await using TestHost server = await TestHost.StartAsync("streams: { hall: }");
        const string Body = """{ "source_id": 17, "rtsp_url": "rtsp://127.0.0.1:1/x", "username": "u", "password": "p", "should_record": false, "restart_interval_secs": 5 }""";
        using HttpResponseMessage created = await server.Client.PostAsync("/streams", Json(Body), Cancellation);
        string text = await created.Content.ReadAsStringAsync(Cancellation);
        Assert.True(created.StatusCode == HttpStatusCode.Created, text);
        Assert.Equal("/streams/17", created.Headers.Location?.OriginalString);
        Assert.Contains("\"source_id\":17,\"rtsp_url\":\"rtsp://127.0.0.1:1/x\",\"should_record\":false,\"restart_interval_secs\":5", text, StringComparison.Ordinal);
        Assert.Equal("u", server.Host.Configuration.Current.Options.Streams.Single(stream => stream.Key.Value == "17").Value.Source.Rtsp?.Credentials?.User);
        using JsonDocument list = JsonDocument.Parse(await server.Client.GetStringAsync("/streams", Cancellation));
        Assert.Equal(["17", "\"hall\""], list.RootElement.GetProperty("streams").EnumerateArray().Select(stream => stream.GetProperty("source_id").GetRawText()));
        Assert.Contains("\"state\":\"Stopped\"", await server.Client.GetStringAsync("/streams/hall", Cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync("/streams/17", Cancellation)).StatusCode);
        Assert.Equal("""{"error":"stream-not-found","message":"There is no stream named 17: nobody publishes it, and nothing is configured for it."}""", await ReadAsync(await server.Client.GetAsync("/streams/17", Cancellation), HttpStatusCode.NotFound));
    }

    [Theory]
    [InlineData("""{ "rtsp_url": "rtsp://x/y" }""", "invalid-request")]
    [InlineData("""{ "source_id": 1, "should_record": true }""", "invalid-request")]
    [InlineData("""{ "source_id": 1, "rtsp_inputs": 5 }""", "invalid-configuration")]
    [InlineData("""{ "source_id": 1, "rtsp_inputs": [ { "label": "main", "url": "nonsense" } ] }""", "invalid-configuration")]
    [InlineData("""{ "source_id": 1, "else": 1 }""", "invalid-configuration")]
    public async Task WhatCannotBeMadeIsToldInItsForm(string body, string error)
    {
        await using TestHost server = await TestHost.StartAsync();
        string text = await ReadAsync(await server.Client.PostAsync("/streams", Json(body), Cancellation), HttpStatusCode.BadRequest);
        Assert.StartsWith($$"""{"error":"{{error}}","message":""", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InputsTakeTurns()
    {
        await using TestHost server = await TestHost.StartAsync();
        const string Body = """{ "source_id": "door", "rtsp_inputs": [ { "label": "sub", "url": "rtsp://127.0.0.1:1/s", "priority": 1 }, { "label": "main", "url": "rtsp://127.0.0.1:1/m", "priority": 0 } ], "username": "u", "password": "p" }""";
        string made = await ReadAsync(await server.Client.PostAsync("/streams", Json(Body), Cancellation), HttpStatusCode.Created);
        Assert.Contains("\"rtsp_url\":\"rtsp://127.0.0.1:1/s\"", made, StringComparison.Ordinal);
        using JsonDocument shown = JsonDocument.Parse(await server.Client.GetStringAsync("/api/v1/streams/door", Cancellation));
        Assert.Equal(["main rtsp://127.0.0.1:1/m 0", "sub rtsp://127.0.0.1:1/s 1"], shown.RootElement.GetProperty("inputs").EnumerateArray().Select(
            input => $"{input.GetProperty("label")} {input.GetProperty("url")} {input.GetProperty("priority")}"));
        Assert.All(server.Host.Configuration.Current.Options.Streams.Single().Value.Inputs, input => Assert.Equal("p", input.Source.Rtsp?.Credentials?.Password));
    }

    [Fact]
    public async Task ItIsAsClosedAsTheApi()
    {
        await using TestHost server = await TestHost.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/streams") { Headers = { Host = "media.example" } };
        Assert.StartsWith("""{"error":"access-denied",""", await ReadAsync(await server.Client.SendAsync(request, Cancellation), HttpStatusCode.Unauthorized), StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        using (response)
        {
            string text = await response.Content.ReadAsStringAsync(Cancellation);
            Assert.True(response.StatusCode == status, text);
            return text;
        }
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
