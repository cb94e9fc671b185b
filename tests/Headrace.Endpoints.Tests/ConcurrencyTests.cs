using System.Net.Sockets;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests;

/// <summary>Everybody at once: publishers that take over from each other, viewers of both protocols that come and go, sessions that are kicked, streams that go.</summary>
public sealed class ConcurrencyTests
{
    private volatile bool _isOver;

    [Fact]
    public async Task NothingIsLeftAndNothingFailsWhenEverybodyComesAndGoesAtOnce()
    {
        StreamOptions options = new() { PublisherGrace = TimeSpan.FromSeconds(1), Hls = new HlsOptions { SegmentDuration = TimeSpan.FromSeconds(0.2) } };
        await using TestServer server = new(options);
        await using HlsHost host = await HlsHost.StartAsync(server);
        await using TestPublisher steady = await server.PublishAsync("steady", new PublishPlan { Gop = 5 });
        await steady.SendAsync(2);
        await using TestViewer witness = await server.PlayAsync("steady");
        List<Task> all = [];
        for (int i = 0; i < 2; i++) all.Add(RepeatAsync(() => PublishAsync(server)));
        for (int i = 0; i < 6; i++) all.Add(RepeatAsync(() => PlayAsync(server, Random.Shared.Next(2) == 0 ? "cam" : "steady")));
        for (int i = 0; i < 4; i++) all.Add(RepeatAsync(() => AskAsync(host, Random.Shared.Next(2) == 0 ? "cam" : "steady")));
        for (int round = 0; round < 60; round++)
        {
            await steady.SendAsync(5);
            await witness.ReadUntilAsync(() => witness.Video.Units.Count == steady.Frames);
            if (round % 10 == 9) Kick(server, witness);
            if (round % 20 == 19) server.Streams.Find("cam")?.Remove(SessionEndReason.StreamRemoved);
        }

        Made.MadeUnit.AssertSame(steady.SentVideo, witness.Video.Units);
        _isOver = true;
        Task visits = Task.WhenAll(all);
        await Eventually.True(
            () =>
            {
                server.Sessions.EndAll(SessionEndReason.Kicked);
                return visits.IsCompleted;
            },
            "all visitors are gone");
        await visits;
    }

    private static void Kick(TestServer server, TestViewer witness)
    {
        Session[] others = [.. server.Sessions.All.Where(session => session.StreamName != "steady" || (session.Role == SessionRole.Viewer && !Equals(session.Remote, witness.Client.Local)))];
        if (others.Length > 0) others[Random.Shared.Next(others.Length)].End(SessionEndReason.Kicked);
    }

    private static async Task PublishAsync(TestServer server)
    {
        // A clock of its own: only the steady publisher moves the server's.
        await using TestPublisher publisher = new(await server.ConnectAsync(), "cam", new VirtualTime(), new PublishPlan { Gop = 5, Seed = Random.Shared.Next() });
        await publisher.StartAsync();
        await publisher.SendAsync(Random.Shared.Next(1, 60));
        if (Random.Shared.Next(2) == 0) publisher.Client.Reset();
    }

    private static async Task PlayAsync(TestServer server, string name)
    {
        await using TestViewer viewer = await server.PlayAsync(name);
        viewer.AllowJumps();
        int wanted = Random.Shared.Next(1, 30);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count >= wanted);
        if (Random.Shared.Next(3) == 0) await viewer.Client.RequestAsync("TEARDOWN", viewer.Url);
        else if (Random.Shared.Next(2) == 0) viewer.Client.Reset();
    }

    private static async Task AskAsync(HlsHost host, string name)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMilliseconds(Random.Shared.Next(20, 500)));
        using HttpResponseMessage multivariant = await host.GetAsync($"/{name}/index.m3u8", patience.Token);
        string text = await multivariant.Content.ReadAsStringAsync(patience.Token);
        string? uri = text.Split('\n').FirstOrDefault(line => line.StartsWith("hls/", StringComparison.Ordinal));
        if (uri is null) return;
        using HttpResponseMessage media = await host.GetAsync($"/{name}/{uri}", patience.Token);
        if (!media.IsSuccessStatusCode) return;
        Hls.LivePlaylist playlist = new(await media.Content.ReadAsStringAsync(patience.Token));
        foreach (string piece in playlist.Segments.TakeLast(2).Append(playlist.Hint))
        {
            using HttpResponseMessage _ = await host.GetAsync($"/{name}/{uri.Split("index.m3u8")[0]}{piece}", patience.Token);
        }
    }

    /// <summary>What a client meets when it is kicked, overtaken or late is its own concern here.</summary>
    private async Task RepeatAsync(Func<Task> visit)
    {
        while (!_isOver)
        {
            try
            {
                await Task.Run(visit);
            }
            catch (Exception e) when (e is SocketException or HttpRequestException or OperationCanceledException or Xunit.Sdk.XunitException or ObjectDisposedException)
            {
                // It tries again.
            }
        }
    }
}
