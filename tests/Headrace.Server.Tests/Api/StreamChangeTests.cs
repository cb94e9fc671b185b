using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Tests.Hosting;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Api;

/// <summary>Streams made, changed and deleted through the API, and what of it is there after the server's end, however it ended.</summary>
public sealed class StreamChangeTests
{
    private const string Streams = "/api/v1/streams";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StreamIsMadeChangedAndDeleted()
    {
        await using TestHost server = await TestHost.StartAsync();
        using HttpResponseMessage created = await server.Client.PostAsync(Streams, Json("""{ "name": "site/cam1", "maxReaders": 5, "publisherGrace": "3s", "hls": { "segmentCount": 4 } }"""), Cancellation);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("/api/v1/streams/site%2Fcam1", created.Headers.Location?.OriginalString);
        JsonElement stream = await server.Client.GetFromJsonAsync<JsonElement>(created.Headers.Location, Cancellation);
        Assert.Equal(("site/cam1", "api", "inactive"), (Text(stream, "name"), Text(stream, "origin"), Text(stream, "state")));
        Assert.Equal((5, "3s", 4), (stream.GetProperty("settings").GetProperty("maxReaders").GetInt32(), Text(stream.GetProperty("settings"), "publisherGrace"), stream.GetProperty("settings").GetProperty("hls").GetProperty("segmentCount").GetInt32()));

        using HttpResponseMessage changed = await server.Client.PatchAsync(Streams + "/site/cam1", Json("""{ "maxReaders": 6, "hls": { "segmentCount": null } }"""), Cancellation);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        JsonElement settings = (await changed.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("settings");
        Assert.Equal((6, "3s", 10), (settings.GetProperty("maxReaders").GetInt32(), Text(settings, "publisherGrace"), settings.GetProperty("hls").GetProperty("segmentCount").GetInt32()));

        using HttpResponseMessage deleted = await server.Client.DeleteAsync(Streams + "/site%2Fcam1", Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await AssertProblemAsync(await server.Client.GetAsync(Streams + "/site/cam1", Cancellation), 404, "stream-not-found");
        await AssertProblemAsync(await server.Client.DeleteAsync(Streams + "/site/cam1", Cancellation), 404, "stream-not-found");
    }

    [Fact]
    public async Task SeedsNumberIsAName()
    {
        await using TestHost server = await TestHost.StartAsync();
        using HttpResponseMessage created = await server.Client.PostAsync(Streams, Json("""{ "sourceId": 17 }"""), Cancellation);
        Assert.Equal("/api/v1/streams/17", created.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("""{ "name": "cam1" }""", 409, "stream-exists", "cam1")]
    [InlineData("""{ "maxReaders": 1 }""", 400, "invalid-request", "needs a name")]
    [InlineData("""{ "name": "api/x" }""", 400, "invalid-request", "cannot be a stream")]
    [InlineData("""{ "name": "x", "maxReader": 1 }""", 400, "invalid-configuration", "streams.x.maxReader: there is no such key; did you mean maxReaders?")]
    [InlineData("""{ "name": "x", "maxReaders": -1 }""", 400, "invalid-configuration", "streams.x.maxReaders: '-1' is not allowed; allowed: a whole number")]
    [InlineData("""{ "name": "x", "hls": { "segmentDuration": "1s", "partDuration": "2s" } }""", 400, "invalid-configuration", "is longer than")]
    [InlineData("""{ "name": "x", "hls": { "directory": "/etc" } }""", 400, "invalid-configuration", "streams.x.hls.directory: the API cannot change this")]
    [InlineData("""{ "name": "x", "source": "srt://ann:sekret-1@h:1?passphrse=sekret-2" }""", 400, "invalid-configuration", "'srt://***@h:1?passphrse=***' is not allowed: its query has a key that is not known, passphrse")]
    [InlineData("""{ "name": "x", "source": "ffmpeg:" }""", 400, "invalid-configuration", "streams.x.source: the API cannot make a source of ffmpeg:")]
    [InlineData("""{ "name": "x", "inputs": [ { "url": "ffmpeg:" } ] }""", 400, "invalid-configuration", "streams.x.inputs: the API cannot make a source of ffmpeg:")]
    [InlineData("""{ "name": "x", "slate": "/etc/passwd" }""", 400, "invalid-configuration", "streams.x.slate: the API cannot name files")]
    [InlineData("""{ "name": "x", "ffmpegArguments": ["-i", "secret"] }""", 400, "invalid-configuration", "streams.x.ffmpegArguments: the API cannot change this")]
    [InlineData("[]", 400, "invalid-request", "a JSON object is expected")]
    [InlineData("{ name", 400, "invalid-request", "no JSON")]
    [InlineData("""{ "name": "x", "name": "y" }""", 400, "invalid-request", "no JSON")]
    public async Task StreamThatCannotBeMadeIsAProblemAndChangesNothing(string body, int status, string problem, string detail)
    {
        await using TestHost server = await TestHost.StartAsync("streams: { cam1: }");
        string found = await AssertProblemAsync(await server.Client.PostAsync(Streams, Json(body), Cancellation), status, problem);
        Assert.Contains(detail, found, StringComparison.Ordinal);
        Assert.DoesNotContain("sekret", found, StringComparison.Ordinal);
        Assert.Equal("cam1", Assert.Single(server.Host.Media.Streams.All).Name);
        Assert.Equal(ApiChanges.None, server.Host.Configuration.Current.Changes);
    }

    [Fact]
    public async Task BodyThatIsNotDeclaredAsJsonIsRefused()
    {
        await using TestHost server = await TestHost.StartAsync();
        await AssertProblemAsync(await server.Client.PostAsync(Streams, new StringContent("""{ "name": "x" }""", Encoding.UTF8, "text/plain"), Cancellation), 415, "unsupported-media-type");
    }

    [Fact]
    public async Task WhatTheApiChangedIsThereAfterTheNextStartAndWinsOverTheFile()
    {
        const string Yaml = "streams: { cam1: { maxReaders: 1, publisherGrace: 5s }, cam2: , cam3: { maxReaders: 3 } }";
        using TemporaryFolder folder = new();
        await using (TestHost first = await TestHost.StartAsync(Yaml, folder))
        {
            await first.Client.PatchAsync(Streams + "/cam1", Json("""{ "maxReaders": 9 }"""), Cancellation);
            await first.Client.DeleteAsync(Streams + "/cam2", Cancellation);
            await first.Client.DeleteAsync(Streams + "/cam3", Cancellation);
            await first.Client.PostAsync(Streams, Json("""{ "name": "cam3", "publisherGrace": "1s" }"""), Cancellation);
            await first.Client.PostAsync(Streams, Json("""{ "name": "cam4" }"""), Cancellation);
            await first.Client.PatchAsync("/api/v1/config", Json("""{ "limits": { "maxStreams": 25 } }"""), Cancellation);
        }

        await using TestHost second = await TestHost.StartAsync(Yaml, folder);
        Assert.Equal(["cam1 9 5s api", "cam3 0 1s api", "cam4 0 10s api"], await DescribeAsync(second));
        Assert.Equal(25, second.Host.Configuration.Current.Options.Limits.MaxStreams);
    }

    [Fact]
    public async Task StreamIsPausedAndResumed()
    {
        await using TestHost server = await TestHost.StartAsync("streams: { site/cam1: }");
        foreach ((string word, string state) in new[] { ("pause", "paused"), ("pause", "paused"), ("resume", "inactive"), ("resume", "inactive") })
        {
            using HttpResponseMessage answer = await server.Client.PostAsync($"{Streams}/site%2Fcam1/{word}", null, Cancellation);
            Assert.Equal((HttpStatusCode.OK, state), (answer.StatusCode, Text(await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation), "state")));
        }

        await AssertProblemAsync(await server.Client.PostAsync($"{Streams}/other/pause", null, Cancellation), 404, "stream-not-found");
    }

    [Fact]
    public async Task RecoverySaysHowASourceThatCannotBeReachedIsTried()
    {
        await using TestHost server = await TestHost.StartAsync("streams: { cam1: { source: 'rtsp://127.0.0.1:1/x' } }");
        JsonElement recovery = default;
        await Eventually.True(
            async () =>
            {
                recovery = await server.Client.GetFromJsonAsync<JsonElement>(Streams + "/cam1/recovery", Cancellation);
                return Text(recovery.GetProperty("inputs")[0], "state") == "error";
            },
            "the source has failed", cancellation: Cancellation);
        Assert.Equal(("normal", "closed", 0), (Text(recovery, "state"), Text(recovery.GetProperty("inputs")[0], "breaker"), recovery.GetProperty("breaks").GetInt32()));
        Assert.Contains("cannot be reached", Text(recovery.GetProperty("inputs")[0], "lastError"), StringComparison.Ordinal);
        Assert.Equal("portClosed", Text(recovery.GetProperty("inputs")[0], "lastErrorCause"));
        Assert.Equal("portClosed", Text(await server.Client.GetFromJsonAsync<JsonElement>(Streams + "/cam1", Cancellation), "lastErrorCause"));
    }

    [Fact]
    public async Task InputsAreMadeChangedAndKeptAndThoseThatStayTheSameGoOn()
    {
        using TemporaryFolder folder = new();
        await using (TestHost first = await TestHost.StartAsync("", folder))
        {
            const string Body = """{ "name": "door", "inputs": [ { "label": "main", "url": "rtsp://u:p@127.0.0.1:1/m" }, { "label": "sub", "url": "rtsp://127.0.0.1:1/s", "priority": 1 } ] }""";
            using HttpResponseMessage created = await first.Client.PostAsync(Streams, Json(Body), Cancellation);
            Assert.Equal(HttpStatusCode.Created, created.StatusCode);
            await Eventually.True(async () => (await InputsAsync(first)).All(input => input.GetProperty("tries").GetInt32() > 0), "both are tried", cancellation: Cancellation);
            using HttpResponseMessage changed = await first.Client.PatchAsync(
                Streams + "/door", Json("""{ "inputs": [ { "label": "sub", "url": "rtsp://127.0.0.1:1/s", "priority": 1 }, { "label": "third", "url": "publisher", "priority": 2 } ] }"""), Cancellation);
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
            Assert.Equal(["sub", "third"], (await InputsAsync(first)).Select(input => Text(input, "label")));
            Assert.NotEqual(0, (await InputsAsync(first))[0].GetProperty("tries").GetInt32());
        }

        await using TestHost second = await TestHost.StartAsync("", folder);
        Assert.Equal(["sub rtsp://127.0.0.1:1/s 1", "third publisher 2"], (await InputsAsync(second)).Select(input => $"{Text(input, "label")} {Text(input, "url")} {input.GetProperty("priority")}"));
    }

    private static async Task<JsonElement[]> InputsAsync(TestHost server) =>
        [.. (await server.Client.GetFromJsonAsync<JsonElement>(Streams + "/door", Cancellation)).GetProperty("inputs").EnumerateArray()];

    [Fact]
    public async Task KeyOfTheFileReturnsWhereTheApiTakesItsOwnBack()
    {
        await using TestHost server = await TestHost.StartAsync("streams: { cam1: { maxReaders: 1 } }");
        await server.Client.PatchAsync(Streams + "/cam1", Json("""{ "maxReaders": 9 }"""), Cancellation);
        Assert.Equal(["cam1 9 10s api"], await DescribeAsync(server));
        await server.Client.PatchAsync(Streams + "/cam1", Json("""{ "maxReaders": null }"""), Cancellation);
        Assert.StartsWith("cam1 1 10s", Assert.Single(await DescribeAsync(server)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfigurationIsShownAndChangedWithItsDifference()
    {
        await using TestHost server = await TestHost.StartAsync("limits: { maxStreams: 7 }");
        using HttpResponseMessage tried = await server.Client.PatchAsync("/api/v1/config?dryRun=true", Json("""{ "limits": { "maxStreams": 8 } }"""), Cancellation);
        JsonElement change = Assert.Single((await tried.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("changes").EnumerateArray());
        Assert.Equal(("limits.maxStreams", 7, 8), (Text(change, "key"), change.GetProperty("from").GetInt32(), change.GetProperty("to").GetInt32()));
        Assert.Equal(7, (await ConfigAsync(server)).GetProperty("keys").GetProperty("limits").GetProperty("maxStreams").GetInt32());
        using HttpResponseMessage made = await server.Client.PatchAsync("/api/v1/config", Json("""{ "limits": { "maxStreams": 8 }, "rtp": { "rtcpPort": 7 } }"""), Cancellation);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        JsonElement now = await ConfigAsync(server);
        Assert.Equal(8, now.GetProperty("keys").GetProperty("limits").GetProperty("maxStreams").GetInt32());
        Assert.Equal("rtp.rtcpPort", Text(Assert.Single(now.GetProperty("awaitingRestart").EnumerateArray()), "key"));
    }

    [Theory]
    [InlineData("""{ "http": { "listen": [":1"] } }""", 409, "key-is-fixed", "http.listen is set by environment variable HEADRACE_HTTP__LISTEN")]
    [InlineData("""{ "state": "/tmp" }""", 409, "key-is-fixed", "state is set by")]
    [InlineData("""{ "streams": { "x": {} } }""", 400, "invalid-request", "below /api/v1/streams")]
    [InlineData("""{ "hls": { "directory": "/etc" } }""", 400, "invalid-configuration", "the API cannot change this")]
    [InlineData("""{ "auth": { "users": [] } }""", 400, "invalid-configuration", "the API cannot change this")]
    [InlineData("""{ "sources": { "deny": [] } }""", 400, "invalid-configuration", "the API cannot change this")]
    [InlineData("""{ "http": { "tls": { "key": "/etc/shadow" } } }""", 400, "invalid-configuration", "the API cannot change this")]
    [InlineData("""{ "limit": { } }""", 400, "invalid-configuration", "did you mean limits?")]
    public async Task ConfigurationThatCannotBeChangedSoIsAProblem(string body, int status, string problem, string detail)
    {
        await using TestHost server = await TestHost.StartAsync();
        Assert.Contains(detail, await AssertProblemAsync(await server.Client.PatchAsync("/api/v1/config", Json(body), Cancellation), status, problem), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "name": "cam1", "source": "rtsp://127.0.0.1:1/x", "username": "u@x", "password": "p/y" }""", "rtsp://u%40x:p%2Fy@127.0.0.1:1/x")]
    [InlineData("""{ "name": "cam1", "source": "rtsp://old:gone@127.0.0.1:1/x?a=b@c", "username": "u" }""", "rtsp://u:@127.0.0.1:1/x?a=b@c")]
    public async Task NameAndPasswordOfASourceMayStandBesideItAndAreNeverShown(string body, string source)
    {
        await using TestHost server = await TestHost.StartAsync();
        using HttpResponseMessage created = await server.Client.PostAsync(Streams, Json(body), Cancellation);
        string shown = await created.Content.ReadAsStringAsync(Cancellation);
        Assert.True(created.StatusCode == HttpStatusCode.Created, shown);
        Assert.Equal(source, server.Host.Configuration.Current.Options.Streams.Values.Single().Source.ToConfiguration());
        string config = await server.Client.GetStringAsync("/api/v1/config", Cancellation);
        Assert.DoesNotContain("p%2Fy", shown + config + string.Concat(server.Loggers.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtsp://127.0.0.1:1/x", true, "cannot be reached")]
    [InlineData("rtsp://127.0.0.1:1/x", false, "connecting to 127.0.0.1 is not allowed for sources made through the API")]
    [InlineData("rtsp://localhost:1/x", false, "is not allowed for sources made through the API")]
    [InlineData("rtsp://[::ffff:127.0.0.1]:1/x", false, "is not allowed for sources made through the API")]
    [InlineData("rtsp://169.254.169.254/x", true, "connecting to 169.254.169.254 is not allowed for sources made through the API")]
    public async Task SourceMadeThroughTheApiConnectsOnlyWhereItMay(string url, bool isLocal, string fault)
    {
        await using TestHost server = await TestHost.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, Streams) { Content = Json($$"""{ "name": "cam1", "source": "{{url}}" }""") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Announcements.Split(' ')[8]);
        if (!isLocal) request.Headers.Host = "media.example";
        using HttpResponseMessage created = await server.Client.SendAsync(request, Cancellation);
        Assert.True(created.StatusCode == HttpStatusCode.Created, await created.Content.ReadAsStringAsync(Cancellation));
        string last = await Eventually.Value(
            () => server.Host.Media.Streams.Find("cam1")!.Snapshot().LastError, () => "the source failed", cancellation: Cancellation);
        Assert.Contains(fault, last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SourceOfTheFileIsFreeUntilTheApiNamesAnother()
    {
        await using TestHost server = await TestHost.StartAsync("streams: { cam1: { source: 'rtsp://127.0.0.1:1/x' } }");
        await server.Client.PatchAsync(Streams + "/cam1", Json("""{ "maxReaders": 2 }"""), Cancellation);
        Assert.Equal(SourceReach.Everywhere, Reach(server));
        await server.Client.PatchAsync(Streams + "/cam1", Json("""{ "source": "rtsp://127.0.0.1:1/y" }"""), Cancellation);
        Assert.Equal(SourceReach.AllowedAndLoopback, Reach(server));
        await server.Client.PatchAsync(Streams + "/cam1", Json("""{ "source": null }"""), Cancellation);
        Assert.Equal(SourceReach.Everywhere, Reach(server));

        static SourceReach Reach(TestHost server) => server.Host.Configuration.Current.Options.Streams.Values.Single().Reach;
    }

    [Fact]
    public async Task StatsAreShownForTheServerAndForEachStream()
    {
        await using TestHost server = await TestHost.StartAsync("streams: { site/cam1: }");
        JsonElement all = await server.Client.GetFromJsonAsync<JsonElement>("/api/v1/stats", Cancellation);
        Assert.Equal(1, all.GetProperty("streams").GetInt32());
        Assert.True(all.GetProperty("residentBytes").GetInt64() > 1_000_000);
        Assert.True(all.GetProperty("process").GetProperty("poolThreads").GetInt32() > 0);
        Assert.Equal(GC.MaxGeneration + 1, all.GetProperty("process").GetProperty("gcCollections").GetArrayLength());
        Assert.Empty(all.GetProperty("codecs").EnumerateObject());
        foreach (string path in new[] { Streams + "/site/cam1/stats", Streams + "/site%2Fcam1/stats", "/api/v1/stats/streams/site/cam1" })
            Assert.Equal("site/cam1", Text(await server.Client.GetFromJsonAsync<JsonElement>(path, Cancellation), "name"));
        Assert.Equal(1, (await server.Client.GetFromJsonAsync<JsonElement>(Streams + "/stats/video", Cancellation)).GetProperty("itemCount").GetInt32());
    }

    private static async Task<string[]> DescribeAsync(TestHost server)
    {
        JsonElement list = await server.Client.GetFromJsonAsync<JsonElement>(Streams, Cancellation);
        return [.. list.GetProperty("items").EnumerateArray().Select(stream =>
            $"{Text(stream, "name")} {stream.GetProperty("settings").GetProperty("maxReaders").GetInt32()} {Text(stream.GetProperty("settings"), "publisherGrace")} {Text(stream, "origin")}")];
    }

    private static Task<JsonElement> ConfigAsync(TestHost server) => server.Client.GetFromJsonAsync<JsonElement>("/api/v1/config", Cancellation);

    private static async Task<string> AssertProblemAsync(HttpResponseMessage response, int status, string name)
    {
        using (response)
        {
            string text = await response.Content.ReadAsStringAsync(Cancellation);
            Assert.True(status == (int)response.StatusCode, text);
            Assert.Contains($"\"/problems/{name}\"", text, StringComparison.Ordinal);
            using JsonDocument json = JsonDocument.Parse(text);
            return Text(json.RootElement, "detail")!;
        }
    }

    private static string? Text(JsonElement element, string property) => element.GetProperty(property).GetString();

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
