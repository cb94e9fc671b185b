using Headrace.Endpoints.Connections;
using Headrace.Endpoints.Rtsp;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Pressure;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Headrace.Transport.Tcp;

namespace Headrace.Endpoints.Tests.Rtsp;

/// <summary>What peers of RTSP meet when memory or bandwidth is short.</summary>
public sealed class PressureTests
{
    [Fact]
    public async Task NewViewersAreRefusedWhileMemoryIsShortAndThoseThatAreThereLoseNothing()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        await using TestViewer viewer = await server.PlayAsync();
        await using TestViewer second = new(await server.ConnectAsync(), "cam");
        await second.DescribeAsync();
        await second.SetUpAllAsync();
        server.Stream().SetPressure(PressureLevel.Medium);
        (await second.Client.RequestAsync("PLAY", second.Url)).MustBe(503);
        Assert.Single(server.Log.With("was refused: memory is short"));
        await publisher.SendAsync(30);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 33);
        MadeUnit.AssertSame(publisher.SentVideo, viewer.Video.Units);
        server.Stream().SetPressure(PressureLevel.Normal);
        await second.PlayAsync();
        await publisher.SendAsync(3);
        await second.ReadUntilAsync(() => second.Video.Units.Count > 3);
    }

    [Fact]
    public async Task ViewerSeesKeyFramesOnlyWhileMemoryIsCritical()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        await using TestViewer viewer = await server.PlayAsync();
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 3);
        server.Stream().SetPressure(PressureLevel.Critical);
        await SendAsync(100);
        server.Stream().SetPressure(PressureLevel.Normal);
        await SendAsync(50);
        MadeUnit[] sent = [.. publisher.SentVideo];
        Assert.Equal(3 + 4 + 28, viewer.Video.Units.Count);
        MadeUnit.AssertSame([.. sent[..3], sent[25], sent[50], sent[75], sent[100], .. sent[125..153]], viewer.Video.Units);
        Assert.InRange(viewer.Audio.Units.Count, publisher.SentAudio.Count() - 3, publisher.SentAudio.Count());

        async Task SendAsync(int frames)
        {
            for (int i = 0; i < frames; i += 10)
            {
                await publisher.SendAsync(10);
                Assert.True(await viewer.TryReadAllAsync());
            }
        }
    }

    [Fact]
    public async Task NewStreamIsRefusedWhileTheServersMemoryIsCritical()
    {
        await using TestServer server = new();
        server.Streams.Memory.Limit = 10_000_000;
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(3);
        MediaBuffer held = MediaBufferPool.Shared.Copy(new byte[9_300_000], server.Stream().Memory.Of("test"));
        await publisher.SendAsync(3);
        Assert.Equal(PressureLevel.Critical, server.Streams.Budget.Level);
        TestPublisher second = new(await server.ConnectAsync(), "other", server.Time, new PublishPlan());
        (await second.AnnounceAsync()).MustBe(200);
        await second.SetUpAsync();
        (await second.RecordAsync()).MustBe(503);
        await second.DisposeAsync();
        Assert.Null(server.Streams.Find("other"));

        // Who is there stays, and is let in again.
        await publisher.DisposeAsync();
        await Eventually.True(() => !server.Stream().HasPublisher, "it is away");
        await using TestPublisher again = await server.PublishAsync();
        await again.SendAsync(3);
        Assert.Equal(StreamState.Active, server.Stream().Snapshot().State);
        held.Release();
        server.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(PressureLevel.Normal, server.Streams.Budget.Level);
        await using TestPublisher third = await server.PublishAsync("other");
    }

    [Fact]
    public async Task ViewersOfAStreamOverItsBandwidthSkipTogether()
    {
        // 25 frames a second of some 2,500 bytes and a key frame of 20,000: 0.65 Mbit/s a viewer.
        await using TestServer server = new(defaults: new StreamOptions { MaxBandwidth = 1_000_000 });
        await using TestPublisher publisher = await server.PublishAsync(plan: new PublishPlan { HasAudio = false });
        await publisher.SendAsync(3);
        await using TestViewer first = await server.PlayAsync();
        await using TestViewer second = await server.PlayAsync();
        await using TestViewer third = await server.PlayAsync();
        TestViewer[] viewers = [first, second, third];
        for (int i = 0; i < 50; i++)
        {
            await publisher.SendAsync(20);
            foreach (TestViewer viewer in viewers) Assert.True(await viewer.TryReadAllAsync());
        }

        Assert.InRange(server.Stream().Bandwidth.Skips, 5, 100);
        MadeUnit.AssertSame(first.Video.Units, second.Video.Units);
        MadeUnit.AssertSame(first.Video.Units, third.Video.Units);
        Assert.InRange(first.Video.Units.Count, 200, 900);
        AssertWholeGroups(publisher, first.Video.Units);
        Assert.NotEmpty(server.Log.With("maxBandwidth is reached (1000000)"));
        await using TestViewer late = new(await server.ConnectAsync(), "cam");
        await late.DescribeAsync();
        await late.SetUpAllAsync();
        (await late.Client.RequestAsync("PLAY", late.Url)).MustBe(453);
    }

    [Fact]
    public async Task ConnectionsOfOneAddressThatComeTooFastAreRefusedAndTold()
    {
        // Loopback is exempt; so that the test can be one of many, its admission takes loopback for a peer like any other.
        await using TestServer server = new(limits: new ConnectionLimits(0, 1, 3) { ExemptsLoopback = false });
        List<RtspTestClient> clients = [];
        for (int i = 0; i < 3; i++)
        {
            clients.Add(await server.ConnectAsync());
            (await clients[i].RequestAsync("OPTIONS", "*")).MustBe(200);
        }

        await using (RtspTestClient refused = await server.ConnectAsync()) await refused.DrainToEndAsync();
        Assert.Single(server.Log.With("limits.connectionRate is reached (1): a connection from 127.0.0.1 was refused"));
        server.Time.Advance(TimeSpan.FromSeconds(1));
        clients.Add(await server.ConnectAsync());
        (await clients[3].RequestAsync("OPTIONS", "*")).MustBe(200);
        foreach (RtspTestClient client in clients) await client.DisposeAsync();
    }

    [Fact]
    public void SenderThatAdaptsIsReadAtHalfItsRateAndThenAtAQuarter()
    {
        AdaptiveReading reading = new();
        MonotonicTime now = MonotonicTime.Now(new VirtualTime());
        for (int i = 0; i < 30; i++)
        {
            Assert.Equal(TimeSpan.Zero, reading.PauseAfter(10_000, PressureLevel.Medium, now));
            now += TimeSpan.FromMilliseconds(100);
        }

        Assert.InRange(RateAt(PressureLevel.High), 49_000, 51_000);
        Assert.InRange(RateAt(PressureLevel.Critical), 24_000, 26_000);
        Assert.Equal(TimeSpan.Zero, reading.PauseAfter(10_000, PressureLevel.Normal, now));
        Assert.Equal(AdaptiveReading.MaxPause, reading.PauseAfter(1_000_000, PressureLevel.High, now));

        double RateAt(PressureLevel level)
        {
            MonotonicTime start = now;
            for (int i = 0; i < 100; i++) now += reading.PauseAfter(5_000, level, now);
            return 500_000 / (now - start).TotalSeconds;
        }
    }

    /// <summary>What follows a hole is a key frame.</summary>
    private static void AssertWholeGroups(TestPublisher publisher, IReadOnlyList<MadeUnit> seen)
    {
        MadeUnit[] sent = [.. publisher.SentVideo];
        int next = 0;
        int holes = 0;
        foreach (MadeUnit unit in seen)
        {
            int at = Array.FindIndex(sent, next, unit.HasBytesOf);
            Assert.True(at >= 0, $"{unit} was not sent, or not in this order");
            if (at > next) holes++;
            Assert.True(at == next || unit.IsKey, $"{unit} came behind a hole of {at - next}");
            next = at + 1;
        }

        Assert.True(holes > 3, $"{holes} holes");
    }
}
