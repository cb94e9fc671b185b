using System.Net.Sockets;
using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Schema;
using Headrace.Server.Tests.Hosting;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Configuration.Changes;

/// <summary>A file that changes while the server runs.</summary>
public sealed class HotReloadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StreamsThatTheFileSaysTheSameOfAreNotTouched()
    {
        await using TestHost server = await TestHost.StartAsync("streams: { same: , adopts: , restarts: , goes: }");
        StreamRegistry streams = server.Host.Media.Streams;
        LiveStream same = streams.Find("same")!;
        LiveStream adopts = streams.Find("adopts")!;
        LiveStream restarts = streams.Find("restarts")!;
        StreamOptions before = same.Options;
        using TcpClient client = new();
        await client.ConnectAsync(server.Host.RtspEndPoint!, Cancellation);
        await client.GetStream().WriteAsync("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"u8.ToArray(), Cancellation);
        await Eventually.True(() => server.Host.Media.Sessions.Count == 1, "the session is there", cancellation: Cancellation);
        Session session = server.Host.Media.Sessions.All[0];

        ReloadOutcome outcome = await server.ReloadAsync("streams: { same: , adopts: { maxReaders: 2 }, restarts: { hls: { segmentDuration: 4s } }, comes: }");
        Assert.True(outcome.IsApplied);
        Assert.Equal(
            ["streams.adopts.maxReaders: 0 is now 2", "streams.comes is new", "streams.goes is removed", "streams.restarts.hls.segmentDuration: \"2s\" is now \"4s\""],
            outcome.Changes.Select(change => change.ToString()));
        Assert.Same(same, streams.Find("same"));
        Assert.Same(before, same.Options);
        Assert.Same(adopts, streams.Find("adopts"));
        Assert.Equal(2, adopts.Options.MaxReaders);
        Assert.NotSame(restarts, streams.Find("restarts"));
        Assert.Null(streams.Find("goes"));
        Assert.NotNull(streams.Find("comes"));
        Assert.Null(session.EndReason);
        foreach (string line in new[] { "adopts: Adopted", "restarts: Restarted", "goes: Removed", "comes: Added" })
            Assert.Contains(server.Loggers.Lines, logged => logged.Contains($"{line} by a new configuration", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Loggers.Lines, logged => logged.Contains(" same: ", StringComparison.Ordinal) && logged.Contains("by a new", StringComparison.Ordinal));
    }

    public static TheoryData<string> Keys { get; } = [.. ConfigurationSchema.Listing.Select(key => key.Path).Where(key => KeyTests.StandsAlone(key) && key is not ("state" or "http.listen" or "rtsp.listen" or "rtmp.listen" or "rtp.listen" or "srt.listen"))];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task EveryKeyCanChangeWhileAPeerIsThere(string key)
    {
        await using TestHost server = await TestHost.StartAsync("rtp: { streams: { NAME: } }\nstreams: { NAME: , same: }");
        LiveStream same = server.Host.Media.Streams.Find("same")!;
        using TcpClient client = new();
        await client.ConnectAsync(server.Host.RtspEndPoint!, Cancellation);
        await Eventually.True(() => server.Host.Media.Sessions.Count == 1, "the session is there", cancellation: Cancellation);
        Session session = server.Host.Media.Sessions.All[0];
        HeadraceOptions before = server.Host.Configuration.Current.Options;
        await server.ReplaceFileAsync(KeyTests.YamlOf(key) + (key.StartsWith("streams.", StringComparison.Ordinal) ? "  same:\n" : "streams: { NAME: , same: }\n"));
        Assert.Empty((await server.Host.Configuration.ReloadAsync("a test")).Errors);
        KeyChange change = Assert.Single(KeyDiff.Between(before, server.Host.Configuration.Current.Options), change => change.Key == key);
        Assert.Equal(change.NeedsRestart, server.Host.Configuration.AwaitingRestart.Any(awaiting => awaiting.Key == key));
        Assert.Null(session.EndReason);
        bool concernsAll = key.StartsWith("hls.", StringComparison.Ordinal) || key.StartsWith("buffers.", StringComparison.Ordinal) || key.StartsWith("limits.memory", StringComparison.Ordinal);
        if (!concernsAll) Assert.Same(same, server.Host.Media.Streams.Find("same"));
        await server.ReplaceFileAsync("streams: { NAME: , same: }");
        Assert.True((await server.Host.Configuration.ReloadAsync("a test")).IsApplied);
        Assert.Empty(server.Host.Configuration.AwaitingRestart);
    }

    [Fact]
    public async Task BrokenFileLeavesTheOldConfigurationAndSaysWhy()
    {
        await using TestHost server = await TestHost.StartAsync("limits: { maxStreams: 7 }\nstreams: { cam1: }");
        ReloadOutcome outcome = await server.ReloadAsync("limits: { maxStream: 8 }\nstreams: { cam1: }");
        Assert.False(outcome.IsApplied);
        Assert.Equal(7, server.Host.Configuration.Current.Options.Limits.MaxStreams);
        Assert.NotNull(server.Host.Media.Streams.Find("cam1"));
        string expected = $"{server.File}:1:11: limits.maxStream: there is no such key; did you mean maxStreams?";
        Assert.Contains(server.Loggers.Lines, line => line.Contains(expected, StringComparison.Ordinal));
        string shown = await server.Client.GetStringAsync("/api/v1/config", Cancellation);
        Assert.Contains("\"isApplied\":false", shown, StringComparison.Ordinal);
        Assert.Contains("did you mean maxStreams?", shown, StringComparison.Ordinal);

        Assert.True((await server.ReloadAsync("limits: { maxStreams: 8 }\nstreams: { cam1: }")).IsApplied);
        Assert.Equal(8, server.Host.Configuration.Current.Options.Limits.MaxStreams);
    }

    [Fact]
    public async Task KeyThatNeedsARestartSaysSo()
    {
        await using TestHost server = await TestHost.StartAsync();
        ReloadOutcome outcome = await server.ReloadAsync("srt: { latency: 200ms }\nrtp: { rtcpPort: 7 }");
        Assert.All(outcome.Changes, change => Assert.True(change.NeedsRestart));
        Assert.Equal(["rtp.rtcpPort", "srt.latency"], server.Host.Configuration.AwaitingRestart.Select(change => change.Key).Order(StringComparer.Ordinal));
        Assert.Contains(server.Loggers.Lines, line => line.Contains("rtp.rtcpPort: 5005 is now 7 from the next start on", StringComparison.Ordinal));
        await server.ReloadAsync("");
        Assert.Empty(server.Host.Configuration.AwaitingRestart);
    }

    [Fact]
    public async Task LimitsAndOriginsHoldAtOnce()
    {
        await using TestHost server = await TestHost.StartAsync("streams: { cam1: }");
        await server.ReloadAsync("limits: { maxConnections: 50, maxStreams: 3 }\nhttp: { cors: [https://a.example] }\nstreams: { cam1: }");
        Assert.Equal(50, server.Host.Media.Admission.Limits.MaxConnections);
        using HttpRequestMessage request = new(HttpMethod.Get, "/cam1/index.m3u8");
        request.Headers.Add("Origin", "https://a.example");
        using HttpResponseMessage response = await server.Client.SendAsync(request, Cancellation);
        Assert.Equal("https://a.example", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task FileThatIsGoneIsAFaultAndChangesNothing()
    {
        await using TestHost server = await TestHost.StartAsync("streams: { cam1: }");
        File.Delete(server.File);
        ReloadOutcome outcome = await server.Host.Configuration.ReloadAsync("a test");
        Assert.Equal($"{server.File}: cannot be read: there is no such file", Assert.Single(outcome.Errors).ToString());
        Assert.NotNull(server.Host.Media.Streams.Find("cam1"));
    }
}
