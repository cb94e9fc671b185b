using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Media.Buffers;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Rtsp;

/// <summary>Who came and went leaves nothing behind.</summary>
public sealed class ChurnTests
{
    private const int Viewers = 200;

    [Fact]
    [Trait("Pain", "7")]
    public async Task ViewersThatJoinAndLeaveLeaveNothingBehind()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(30);
        await using TestViewer steady = await server.PlayAsync();
        for (int i = 0; i < Viewers; i++)
        {
            TestViewer viewer = await JoinAsync(server, i);
            await publisher.SendAsync(1);
            await viewer.ReadUntilAsync(() => viewer.Video.Units.Count > 0);
            await LeaveAsync(viewer, i);
            await steady.ReadUntilAsync(() => steady.Video.Units.Count == publisher.Frames - 25);
        }

        await Eventually.True(() => server.Sessions.Count == 2 && server.Admission.Open == 2, "only the steady ones are left");
        MadeUnit.AssertSame(publisher.SentVideo.Skip(25), steady.Video.Units);
        StreamSnapshot snapshot = server.Stream().Snapshot();
        Assert.Equal(1, snapshot.Readers);
        Assert.InRange(snapshot.Branches, 1, 2);
        await steady.DisposeAsync();
        await Eventually.True(() => server.Sessions.Count == 1, "the last viewer is gone");
        await publisher.SendAsync(25 * 11);
        Assert.Equal(0, server.Stream().Snapshot().Branches);
        long held = server.Stream().Ring.Head - server.Stream().Ring.Tail;
        Assert.InRange(MediaBufferPool.Shared.Outstanding, held, held + 4);
        Assert.Equal(Viewers + 1, server.Log.With("cam: viewer").Count(line => line.Text.Contains(" left (", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Pain", "7")]
    public async Task PublishersThatComeAndGoLeaveNothingBehind()
    {
        await using TestServer server = new();
        for (int i = 0; i < 30; i++)
        {
            TestPublisher publisher = await server.PublishAsync($"cam{i % 5}", new PublishPlan { Seed = i });
            await publisher.SendAsync(3);
            await using TestViewer viewer = await server.PlayAsync($"cam{i % 5}");
            if (i % 2 == 0) (await publisher.Client.RequestAsync("TEARDOWN", publisher.Url)).MustBe(200);
            else publisher.Client.Reset();
            await publisher.DisposeAsync();
        }

        await Eventually.True(() => server.Sessions.Count == 0 && server.Admission.Open == 0, "all connections are over");
        server.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(0, server.Streams.Count);
        Assert.Equal(0, server.Streams.Memory.Used);
        Assert.Equal(0, MediaBufferPool.Shared.Outstanding);
    }

    private static async Task<TestViewer> JoinAsync(TestServer server, int i)
    {
        if (i % 4 != 3) return await server.PlayAsync();
        TestViewer viewer = new(await server.ConnectAsync(), "cam");
        await viewer.DescribeAsync();
        await viewer.SetUpAsync(0, (byte)(i % 100 * 2));
        await viewer.PlayAsync();
        return viewer;
    }

    private static async Task LeaveAsync(TestViewer viewer, int i)
    {
        if (i % 3 == 0) (await viewer.Client.RequestAsync("TEARDOWN", viewer.Url)).MustBe(200);
        if (i % 3 == 1) viewer.Client.Reset();
        await viewer.DisposeAsync();
    }
}
