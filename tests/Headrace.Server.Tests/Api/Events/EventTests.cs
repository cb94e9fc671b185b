using System.Net;
using System.Text.Json;
using Headrace.Media.Timeline;
using Headrace.Media.Tracks;
using Headrace.Server.Api.Events;
using Headrace.Server.Tests.Hosting;
using Headrace.Streaming.Events;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Api.Events;

public sealed class EventTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<MediaEvent, string> Documents { get; } = new()
    {
        { new StreamStarted("cam", null, "rtsp://1.2.3.4:5", ["H.264", "AAC"]), """{"source":"rtsp://1.2.3.4:5","tracks":["H.264","AAC"]}""" },
        { new StreamStopped("cam", SessionEndReason.PublisherGone, 5, 6), """{"reason":"publisherGone","durationSeconds":5,"bytesTransferred":6}""" },
        { new StreamStateChanged("cam", StreamState.Active, StreamState.Error, "x", SourceCause.NoAnswer), """{"from":"active","to":"error","reason":"x","cause":"noAnswer"}""" },
        { new InputSwitched("cam", "sub", 1), """{"label":"sub","priority":1}""" },
        { new TracksChanged("cam", ["H.265"]), """{"tracks":["H.265"]}""" },
        { new DiscontinuityMet("cam", 1, MediaKind.Audio, TimelineStep.Discontinuity, TimelineCause.JumpBack, 2), """{"track":1,"kind":"audio","step":"discontinuity","cause":"jumpBack","count":2}""" },
        { new ViewerJoined("cam", Guid.Empty, "rtsp", "1.2.3.4:5"), """{"protocol":"rtsp","address":"1.2.3.4:5"}""" },
        { new ViewerLeft("cam", Guid.Empty, "rtsp", "1.2.3.4:5", SessionEndReason.TooSlow, 7, 1.5), """{"protocol":"rtsp","address":"1.2.3.4:5","reason":"tooSlow","bytes":7,"duration":1.5}""" },
        { new ViewerTooSlow("cam", Guid.Empty, 2100, 60), """{"behindMs":2100,"skipped":60}""" },
        { new PressureChanged(null, "global", "none", "low"), """{"scope":"global","from":"none","to":"low"}""" },
        { new LimitReached(null, "limits.maxStreams", 25), """{"limit":"limits.maxStreams","value":25}""" },
        { new EventsMissed(3), """{"count":3}""" },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void EachEventIsWrittenWithItsFields(MediaEvent happened, string fields)
    {
        System.Buffers.ArrayBufferWriter<byte> text = new();
        EventText.Write(text, happened, usesOtherNames: false);
        string session = happened.Session is null ? "" : $",\"session\":\"{Guid.Empty}\"";
        string stream = happened.Stream is null ? "" : ",\"stream\":\"cam\"";
        string name = happened.Type.Name;
        Assert.Equal(
            $"id: 0\nevent: {name}\ndata: {{\"id\":0,\"type\":\"{name}\",\"time\":\"0001-01-01T00:00:00\"{stream}{session},{fields[1..]}\n\n", System.Text.Encoding.UTF8.GetString(text.WrittenSpan));
    }

    [Fact]
    public void EachKindIsWritten() =>
        Assert.Equal(EventTypes.All.Append(EventsMissed.Description).ToHashSet(), Documents.Select(row => row.Data.Item1.Type).ToHashSet());

    [Fact]
    public async Task ListenerWhomNewRulesDoNotAllowHearsNothingMore()
    {
        const string Rules = "auth: { users: [ { user: ops, password: secret, permissions: [ { action: api } ] }, { user: other, password: x, permissions: [ { action: api } ] } ] }";
        await using TestHost server = await TestHost.StartAsync(Rules);
        using EventStream ops = await EventStream.ListenAsync(server, token: "ops:secret");
        using EventStream other = await EventStream.ListenAsync(server, token: "other:x");
        Assert.True((await server.ReloadAsync(Rules.Replace("secret", "changed", StringComparison.Ordinal))).IsApplied);
        server.Host.Media.Streams.Events.Publish(new LimitReached(null, "limits.maxStreams", 25));
        Assert.Equal("limit-reached", (await other.ReadAsync())!.Value.Name);
        Assert.Null(await ops.ReadAsync());
    }

    [Fact]
    public async Task ListenersHearInOrderWhatTheyAskFor()
    {
        await using TestHost server = await TestHost.StartAsync();
        using EventStream all = await EventStream.ListenAsync(server);
        using EventStream one = await EventStream.ListenAsync(server, "?stream=b");
        using EventStream kinds = await EventStream.ListenAsync(server, "?types=limit-reached,stream-stopped");
        Assert.Equal("text/event-stream", all.MediaType);
        EventHub hub = server.Host.Media.Streams.Events;
        hub.Publish(new StreamStarted("a", null, null, []));
        hub.Publish(new StreamStarted("b", null, null, []));
        hub.Publish(new LimitReached(null, "x", 1));
        Assert.Equal([("stream-started", "a"), ("stream-started", "b"), ("limit-reached", null)], [await NameAsync(all), await NameAsync(all), await NameAsync(all)]);
        Assert.Equal(("stream-started", "b"), await NameAsync(one));
        Assert.Equal(("limit-reached", null), await NameAsync(kinds));
    }

    [Fact]
    public async Task ListenerResumesBehindTheLastEventThatItHad()
    {
        await using TestHost server = await TestHost.StartAsync();
        EventHub hub = server.Host.Media.Streams.Events;
        using EventStream first = await EventStream.ListenAsync(server);
        for (int i = 0; i < 4; i++) hub.Publish(new LimitReached(null, "x", i));
        await first.ReadAsync();
        long last = (await first.ReadAsync())!.Value.Id;
        using EventStream second = await EventStream.ListenAsync(server, lastEventId: last);
        using EventStream third = await EventStream.ListenAsync(server, $"?lastEventId={last}");
        foreach (EventStream resumed in new[] { second, third })
        {
            Assert.Equal(2, (await resumed.ReadAsync())!.Value.Data.GetProperty("value").GetInt32());
            Assert.Equal(3, (await resumed.ReadAsync())!.Value.Data.GetProperty("value").GetInt32());
        }
    }

    [Fact]
    public async Task OtherNamesAreUsedWhereAClientAsksForThem()
    {
        await using TestHost server = await TestHost.StartAsync();
        using EventStream listener = await EventStream.ListenAsync(server, "?names=seed&types=StreamStarted,limit-reached");
        server.Host.Media.Streams.Events.Publish(new StreamStarted("a", null, null, []));
        server.Host.Media.Streams.Events.Publish(new LimitReached(null, "x", 1));
        (long _, string name, JsonElement data) = (await listener.ReadAsync())!.Value;
        Assert.Equal(("StreamStarted", "StreamStarted"), (name, data.GetProperty("type").GetString()));
        Assert.Equal("limit-reached", (await listener.ReadAsync())!.Value.Name);
    }

    [Theory]
    [InlineData("?types=stream-started,nonsense", "nonsense")]
    [InlineData("?lastEventId=x", "number")]
    [InlineData("?lastEventId=9223372036854775807", "number")]
    [InlineData("?names=x", "seed")]
    public async Task WrongRequestsAreProblems(string query, string says)
    {
        await using TestHost server = await TestHost.StartAsync();
        using HttpResponseMessage response = await server.Client.GetAsync("/api/v1/events" + query, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(says, await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EventsAreForWhoMayUseTheApi()
    {
        await using TestHost server = await TestHost.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/v1/events") { Headers = { Host = "media.example" } };
        using HttpResponseMessage response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task ListenersHearOfTheEndOfStreamsAndThenTheEndWhenTheServerStops()
    {
        TestHost server = await TestHost.StartAsync();
        using EventStream listener = await EventStream.ListenAsync(server);
        server.Host.Media.Streams.Events.Publish(new LimitReached(null, "x", 1));
        await server.Host.StopAsync("a test");
        Assert.Equal("limit-reached", (await listener.ReadAsync())!.Value.Name);
        Assert.Null(await listener.ReadAsync());
        await server.DisposeAsync();
    }

    private static async Task<(string Name, string? Stream)> NameAsync(EventStream stream)
    {
        (long _, string name, JsonElement data) = (await stream.ReadAsync())!.Value;
        return (name, data.TryGetProperty("stream", out JsonElement of) ? of.GetString() : null);
    }
}
