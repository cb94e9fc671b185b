using System.Globalization;
using Headrace.Endpoints.Rtsp.Pull;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Endpoints.Tests.Rtsp.Pull;
using Headrace.Endpoints.Tests.Rtsp.Udp;
using Headrace.Media.Buffers;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Load;

/// <summary>Sessions of every kind that come and go by the thousand: nothing grows with their number.</summary>
public sealed class ChurnTests(ITestOutputHelper output)
{
    /// <summary>Sessions of which one round consists.</summary>
    private const int Round = 100;

    /// <summary>What a session may leave behind: a forgotten one is several times as large, and what the rest of the process does in the meantime is less.</summary>
    private const int MostBytesASession = 500;

    [Fact]
    public async Task SessionsOfEveryKindLeaveNothingBehind()
    {
        int rounds = LongRun.Choose(10_000, 100_000) / Round;
        await using TestServer server = new();
        await using HlsHost hls = await HlsHost.StartAsync(server);

        // What grows to its size once has done so after some rounds.
        int warm = rounds / 5;
        for (int i = 0; i < warm; i++) await RoundAsync(server, hls, i);
        Footprint before = Footprint.Take(server);
        for (int i = warm; i < rounds; i++) await RoundAsync(server, hls, i);
        Footprint after = Footprint.Take(server);

        double slope = (after.ManagedBytes - before.ManagedBytes) / (double)((rounds - warm) * Round);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rounds * Round} sessions: {before} before, {after} after, {slope:0.0} bytes a session"));
        Assert.True(slope < MostBytesASession, $"{slope} bytes a session: {before} became {after}");
        Assert.InRange(after.Handles - before.Handles, -100, 20);
    }

    /// <summary>A hundred sessions: four publishers over TCP, one over UDP, a pull of a stream of the same server, and viewers of four kinds; at the end of it nobody is there.</summary>
    private static async Task RoundAsync(TestServer server, HlsHost hls, int round)
    {
        for (int i = 0; i < 4; i++)
        {
            // Each its own stream, which goes with it.
            string name = $"churn{round % 7}-{i}";
            TestPublisher publisher = await server.PublishAsync(name, new PublishPlan { KeyFrameBytes = 2_000, FrameBytes = 300, HasAudio = i % 2 == 0, Seed = i });
            await publisher.SendAsync(i == 0 ? 60 : 3);
            int overTcp = i == 0 ? 5 : 12;
            for (int viewer = 0; viewer < overTcp; viewer++) await ViewAsync(server, name, viewer);
            for (int viewer = 0; viewer < (i == 0 ? 16 : 11); viewer++) await ViewElsewhereAsync(server, hls, name, isHls: i == 0);
            if (i == 1) await ListenToGroupAsync(server, name);
            if (i == 2) await PullAsync(server, publisher, name);
            if (i % 2 == 0) (await publisher.Client.RequestAsync("TEARDOWN", publisher.Url)).MustBe(200);
            else publisher.Client.Reset();
            await publisher.DisposeAsync();
        }

        await NobodyIsConnectedAsync(server);
        await PublishOverUdpAsync(server, round);
        await NobodyIsConnectedAsync(server);
        server.Time.Advance(TimeSpan.FromSeconds(40));
        await Eventually.True(() => server.Sessions.Count == 0 && server.Admission.Open == 0 && server.Streams.Count == 0, "nobody is left");
        await Eventually.True(() => server.Streams.Memory.Used == 0 && MediaBufferPool.Shared.Outstanding == 0, "every buffer is back");
        Assert.True(server.Log.Faults.Count == 0, server.Log.ToString());
        server.Log.Clear();
    }

    private static Task NobodyIsConnectedAsync(TestServer server) => Eventually.True(() => server.Sessions.All.All(session => session.Protocol == "hls"), "who was connected is gone");

    /// <summary>Two sessions: who publishes, and who views what comes.</summary>
    private static async Task PublishOverUdpAsync(TestServer server, int round)
    {
        await using UdpTestPublisher publisher = await UdpTestPublisher.StartAsync(server, new PublishPlan { KeyFrameBytes = 2_000, FrameBytes = 300, Seed = round }, "churn-udp");
        await publisher.SendAsync(2);
        await ViewAsync(server, "churn-udp", round);
        if (round % 2 == 0) (await publisher.Publisher.Client.RequestAsync("TEARDOWN", publisher.Publisher.Url)).MustBe(200);
    }

    /// <summary>Two sessions: the source of one stream, and the viewer of another that it is; and one who views what comes.</summary>
    private static async Task PullAsync(TestServer server, TestPublisher publisher, string name)
    {
        await using (PulledStream pulled = new(server, $"rtsp://{server.Address}/{name}", transport: RtspSourceTransport.Tcp))
        {
            await pulled.PlaysAsync();
            await publisher.SendAsync(1);
            await ViewAsync(server, "cam", viewer: 2);
        }

        // The configuration does not name it any more.
        server.Streams.Configure(new StreamRegistryOptions(), new Dictionary<string, StreamOptions>());
    }

    private static async Task ListenToGroupAsync(TestServer server, string name)
    {
        await using TestViewer listener = new(await server.ConnectAsync(), name);
        await listener.DescribeAsync();
        RtspTestReply reply = (await listener.Client.RequestAsync("SETUP", listener.Tracks[0].Url, "Transport: RTP/AVP;multicast")).MustBe(200);
        listener.Client.Session = reply["Session"]!.Split(';')[0];
        await listener.PlayAsync();
    }

    private static async Task ViewAsync(TestServer server, string name, int viewer)
    {
        TestViewer playing = await server.PlayAsync(name);
        await playing.ReadUntilAsync(() => playing.Video.Units.Count > 0);
        if (viewer % 3 == 0) (await playing.Client.RequestAsync("TEARDOWN", playing.Url)).MustBe(200);
        if (viewer % 3 == 1) playing.Client.Reset();
        await playing.DisposeAsync();
    }

    private static async Task ViewElsewhereAsync(TestServer server, HlsHost hls, string name, bool isHls)
    {
        if (isHls)
        {
            Assert.Contains("#EXTM3U", await hls.GetTextAsync($"/{name}/index.m3u8"), StringComparison.Ordinal);
            Assert.Contains(server.Sessions.All, session => session.Protocol == "hls" && session.Role == SessionRole.Viewer);
            return;
        }

        await using UdpTestViewer overUdp = await UdpTestViewer.StartAsync(server, name);
    }
}
