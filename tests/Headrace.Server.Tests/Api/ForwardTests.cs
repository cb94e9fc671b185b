using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Headrace.Server.Tests.Hosting;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Api;

/// <summary>Targets of streams: in the configuration, changed while the server runs, and through the API.</summary>
public sealed class ForwardTests
{
    private const string Cam = "/api/v1/streams/cam1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TargetsComeAndGoWithTheFileAndTouchNobodyElse()
    {
        await using TestHost server = await TestHost.StartAsync("streams: { cam1: { forward: [ 'udp+mpegts://127.0.0.1:9001', 'udp+mpegts://127.0.0.1:9002' ] }, cam2: { forward: 'udp+mpegts://127.0.0.1:9003' } }");
        Assert.Equal(["udp+mpegts://127.0.0.1:9001", "udp+mpegts://127.0.0.1:9002"], Urls(server, "cam1"));
        Assert.Equal(["udp+mpegts://127.0.0.1:9003"], Urls(server, "cam2"));
        LiveStream stream = server.Host.Media.Streams.Find("cam1")!;
        DateTimeOffset since = stream.Snapshot().Forwards[1].Since;

        await server.ReloadAsync("streams: { cam1: { forward: [ 'udp+mpegts://127.0.0.1:9002', 'udp+mpegts://127.0.0.1:9004?ttl=3' ] }, cam2: }");
        await Eventually.True(() => Urls(server, "cam2").Length == 0 && Urls(server, "cam1").Length == 2, "targets that are no longer named are gone", cancellation: Cancellation);
        Assert.Equal(["udp+mpegts://127.0.0.1:9002", "udp+mpegts://127.0.0.1:9004"], Urls(server, "cam1"));
        Assert.Same(stream, server.Host.Media.Streams.Find("cam1"));
        Assert.Equal(since, stream.Snapshot().Forwards[0].Since);
    }

    [Fact]
    public async Task ApiSetsTargetsAndShowsHowTheyAre()
    {
        await using TestHost server = await TestHost.StartAsync("streams: { cam1: }");
        using HttpResponseMessage changed = await server.Client.PatchAsync(Cam, Json("""{ "forward": [ "udp+mpegts://127.0.0.1:9001?ttl=2" ] }"""), Cancellation);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        JsonElement stream = await server.Client.GetFromJsonAsync<JsonElement>(Cam, Cancellation);
        JsonElement forward = stream.GetProperty("forwards")[0];
        Assert.Equal(("udp+mpegts://127.0.0.1:9001", "udp", "waiting", 0), (forward.GetProperty("url").GetString(), forward.GetProperty("protocol").GetString(), forward.GetProperty("state").GetString(), forward.GetProperty("tries").GetInt32()));
        Assert.Contains("headrace_forward_active", await server.Client.GetStringAsync("/metrics", Cancellation), StringComparison.Ordinal);

        using HttpResponseMessage taken = await server.Client.PatchAsync(Cam, Json("""{ "forward": [] }"""), Cancellation);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        await Eventually.True(() => Urls(server, "cam1").Length == 0, "the target is gone", cancellation: Cancellation);
    }

    [Theory]
    [InlineData("gopher://host:1", "streams.cam1.forward: 'gopher://host:1' is not allowed: gopher is no scheme that streams are forwarded over; allowed: a list, each rtsp://HOST/PATH")]
    [InlineData("udp+mpegts://host:1?pkt_size=7", "is not allowed: pkt_size is a multiple of 188 up to 7520; allowed:")]
    public async Task TargetThatCannotBeIsAProblemThatNamesWhatIsAllowed(string url, string detail)
    {
        await using TestHost server = await TestHost.StartAsync("streams: { cam1: }");
        using HttpResponseMessage answer = await server.Client.PatchAsync(Cam, Json(JsonSerializer.Serialize(new { forward = new[] { url } })), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(detail, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryStreamIsForwardedUnderItsNameWhereTheDefaultsSaySo()
    {
        await using TestHost server = await TestHost.StartAsync("defaults: { forward: [ 'udp+mpegts://127.0.0.1:9001/$NAME' ] }\nstreams: { cam1: , cam2: { forward: [] } }");
        Assert.Equal(["udp+mpegts://127.0.0.1:9001/cam1"], Urls(server, "cam1"));
        Assert.Empty(Urls(server, "cam2"));
    }

    [Fact]
    public async Task TargetThatTheApiNamesIsHeldAgainstTheRulesForSources()
    {
        int port = FreePorts.Take(1)[0];
        await using TestHost server = await TestHost.StartAsync("sources: { deny: [ loopback ] }\nstreams: { cam1: { source: 'test:' } }");
        using HttpResponseMessage changed = await server.Client.PatchAsync(Cam, Json(string.Create(CultureInfo.InvariantCulture, $$"""{ "forward": [ "udp+mpegts://127.0.0.1:{{port}}" ] }""")), Cancellation);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        await Eventually.True(() => server.Host.Media.Streams.Find("cam1")!.Snapshot().Forwards is [{ State: ForwardState.Failed }], "the target is refused", cancellation: Cancellation);
        Assert.Contains("not allowed", server.Host.Media.Streams.Find("cam1")!.Snapshot().Forwards[0].LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DescriptionForReceiversIsShownWhileThereIsMedia()
    {
        int port = FreePorts.Take(1)[0];
        await using TestHost server = await TestHost.StartAsync(string.Create(CultureInfo.InvariantCulture, $"streams: {{ cam1: {{ source: 'test:', forward: [ 'udp+mpegts://127.0.0.1:9', 'rtp://127.0.0.1:{port}' ] }}, cam2: }}"));
        using HttpResponseMessage missing = await server.Client.GetAsync("/api/v1/streams/cam2/sdp", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        await Eventually.True(() => server.Host.Media.Streams.Find("cam1")!.Snapshot().Forwards is [_, { State: ForwardState.Forwarding }], "the target is sent to", cancellation: Cancellation);
        using HttpResponseMessage answer = await server.Client.GetAsync("/api/v1/streams/cam1/sdp", Cancellation);
        Assert.Equal("application/sdp", answer.Content.Headers.ContentType?.MediaType);
        string description = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"m=video {port} RTP/AVP 96"), description, StringComparison.Ordinal);
        Assert.Equal(description, await server.Client.GetStringAsync("/api/v1/streams/cam1/sdp?target=1", Cancellation));
        using HttpResponseMessage other = await server.Client.GetAsync("/api/v1/streams/cam1/sdp?target=0", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        using HttpResponseMessage wrong = await server.Client.GetAsync("/api/v1/streams/cam1/sdp?target=x", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    private static string[] Urls(TestHost server, string stream) => [.. server.Host.Media.Streams.Find(stream)!.Snapshot().Forwards.Select(forward => forward.Url)];

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
