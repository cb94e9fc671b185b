using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Load;

/// <summary>More viewers than the machine can serve, and more coming and going than anybody would ask for.</summary>
public sealed class CrowdTests
{
    [Fact]
    public async Task CrowdBeyondWhatTheMachineCanDoSeesNoBrokenPictureAndMemoryStaysFlat()
    {
        int count = LongRun.Choose(40, 500);
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync(plan: new PublishPlan { FrameBytes = 30_000, KeyFrameBytes = 120_000, HasAudio = false });
        await publisher.SendAsync(3);
        List<TestViewer> viewers = [];
        List<Task<int>> reading = [];
        for (int i = 0; i < count; i++)
        {
            TestViewer viewer = await server.PlayAsync(receiveBuffer: 16 * 1024);
            viewer.AllowJumps();
            viewers.Add(viewer);
            reading.Add(Task.Run(() => ReadAsync(viewer), TestContext.Current.CancellationToken));
        }

        // The clock goes with the media, and the media as fast as it is taken in: many times as fast as it could be sent to all.
        long most = 0;
        for (int i = 0; i < LongRun.Choose(40, 120); i++)
        {
            for (int frame = 0; frame < 25; frame++) await publisher.Client.SendAsync(publisher.Next());
            await publisher.SyncAsync();
            most = Math.Max(most, server.Stream().Memory.Used);
        }

        StreamSnapshot snapshot = server.Stream().Snapshot();
        Assert.Equal(publisher.Frames, snapshot.Tracks[0].Units);
        Assert.True(most < 100_000_000, $"{most} bytes were held");
        foreach (TestViewer viewer in viewers) viewer.Client.ShutDownSending();
        int[] holes = await Task.WhenAll(reading);
        Assert.True(holes.Sum() > 0, "the machine could do it: nobody skipped");
        foreach (TestViewer viewer in viewers) await viewer.DisposeAsync();
    }

    [Fact]
    public async Task TwoThousandJoinAndLeaveAndWhoStaysLosesNothing()
    {
        const int Joins = 2_000;
        const int AtOnce = 10;
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(30);
        await using TestViewer steady = await server.PlayAsync();
        for (int i = 0; i < Joins / AtOnce; i++)
        {
            TestViewer[] viewers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => server.PlayAsync()));
            await publisher.SendAsync(1);
            foreach (TestViewer viewer in viewers) await viewer.ReadUntilAsync(() => viewer.Video.Units.Count > 0);
            foreach ((int at, TestViewer viewer) in viewers.Index())
            {
                if (at % 2 == 0) viewer.Client.Reset();
                await viewer.DisposeAsync();
            }

            await steady.ReadUntilAsync(() => steady.Video.Units.Count == publisher.Frames - 25);
        }

        await Eventually.True(() => server.Sessions.Count == 2 && server.Admission.Open == 2, "only the steady ones are left");
        MadeUnit.AssertSame(publisher.SentVideo.Skip(25), steady.Video.Units);
        Assert.Equal(1, server.Stream().Snapshot().Readers);
    }

    /// <summary>Reads to the end; what comes behind a hole must be a key frame. Says how many holes there were.</summary>
    private static async Task<int> ReadAsync(TestViewer viewer)
    {
        int holes = 0;
        while (await viewer.TryReadAsync())
        {
            if (viewer.Video.Units.Count < 20) continue;
            holes += Check(viewer.Video);
        }

        return holes + Check(viewer.Video);
    }

    private static int Check(RtpUnits video)
    {
        int holes = video.AfterJump.Count;
        Assert.All(video.AfterJump, at => Assert.True(at == video.Units.Count || video.Units[at].IsKey, "what comes behind a hole begins with a key frame"));
        bool isOpen = video.AfterJump.Contains(video.Units.Count);
        video.AfterJump.Clear();
        video.Units.Clear();
        if (!isOpen) return holes;
        video.AfterJump.Add(0);
        return holes - 1;
    }
}
