using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Streaming.Events;
using Headrace.Streaming.Sessions;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Rtsp;

/// <summary>Viewers that do not keep up.</summary>
public sealed class SlowViewerTests
{
    private const int SmallBuffer = 4096;

    /// <summary>Much more in the time of the greatest lag than the kernel holds for a viewer.</summary>
    private static readonly PublishPlan Large = new() { FrameBytes = 15_000, KeyFrameBytes = 60_000 };

    [Fact]
    public async Task ViewerThatStopsReadingIsEndedAfterTheStallLimitAndCostsNothingMeanwhile()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync(plan: Large);
        await publisher.SendAsync(3);
        await using TestViewer healthy = await server.PlayAsync();
        while (publisher.Frames < 153)
        {
            await publisher.SendAsync(10);
            await healthy.ReadUntilAsync(() => healthy.Video.Units.Count == publisher.Frames);
        }

        long before = server.Stream().Memory.Used;
        await using TestViewer slow = await server.PlayAsync(receiveBuffer: SmallBuffer);
        Session session = await server.SessionOfAsync(slow.Client);
        long greatest = 0;
        while (session.EndReason is null)
        {
            await publisher.SendAsync(5);
            await healthy.ReadUntilAsync(() => healthy.Video.Units.Count == publisher.Frames);
            greatest = Math.Max(greatest, server.Stream().Memory.Used);
            Assert.True(publisher.Frames < 25 * 60, "the viewer is ended");
        }

        Assert.Equal(SessionEndReason.TooSlow, session.EndReason);
        Assert.InRange(publisher.Frames, 153 + 25 * 10, 153 + 25 * 13);
        Assert.InRange(greatest, before / 2, before * 2 + 500_000);
        await Eventually.True(() => server.Log.With("viewer").Any(line => line.Text.Contains("left (TooSlow)", StringComparison.Ordinal)), "the log says so");
        MadeUnit.AssertSame(publisher.SentVideo, healthy.Video.Units);
        Assert.Equal(1, server.Stream().Snapshot().Readers);
    }

    [Fact]
    [Trait("Pain", "11")]
    public async Task ViewerThatFallsBehindGoesOnAtAKeyFrameAndTheHoleIsCounted()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync(plan: Large);
        await publisher.SendAsync(3);
        await using TestViewer viewer = await server.PlayAsync(receiveBuffer: SmallBuffer);
        viewer.AllowJumps();
        Session session = await server.SessionOfAsync(viewer.Client);
        await publisher.SendAsync(125);
        await CatchUpAsync(viewer, publisher);
        Assert.Equal(1, session.Skips);
        int at = Assert.Single(viewer.Video.AfterJump);
        Assert.True(viewer.Video.Units[at].IsKey, "what comes behind the hole begins with a key frame");
        Assert.True(viewer.Video.Missing > 0);
        MadeUnit.AssertSame(publisher.SentVideo, viewer.Video.Units[..at]);
        MadeUnit.AssertSame(publisher.SentVideo.SkipWhile(unit => !unit.HasBytesOf(viewer.Video.Units[at])), viewer.Video.Units[at..]);
        LogLine line = Assert.Single(server.Log.With("goes on at the next key frame (skip 1)"));
        Assert.Contains(viewer.Client.Local.ToString()!, line.Text, StringComparison.Ordinal);
        await viewer.DisposeAsync();
        await Eventually.True(() => server.Log.With("viewer").Any(one => one.Text.Contains("and 1 skips", StringComparison.Ordinal)), "and the last line counts it");
    }

    [Fact]
    public async Task ViewerOnOtherChannelsThatFallsBehindDoesToo()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync(plan: Large);
        await publisher.SendAsync(3);
        await using TestViewer viewer = new(await server.ConnectAsync(SmallBuffer), "cam");
        await viewer.DescribeAsync();
        await viewer.SetUpAsync(0, 100);
        await viewer.PlayAsync();
        viewer.AllowJumps();
        await publisher.SendAsync(125);
        await CatchUpAsync(viewer, publisher);
        Assert.True(viewer.Video.Units[Assert.Single(viewer.Video.AfterJump)].IsKey);
    }

    [Fact]
    public async Task ViewerThatFallsBehindAgainAndAgainIsEnded()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync(plan: Large);
        await publisher.SendAsync(3);
        await using TestViewer viewer = await server.PlayAsync(receiveBuffer: SmallBuffer);
        viewer.AllowJumps();
        Session session = await server.SessionOfAsync(viewer.Client);
        for (int i = 0; i < 40 && session.EndReason is null; i++)
        {
            await publisher.SendAsync(52);
            await CatchUpAsync(viewer, publisher);
        }

        Assert.Equal(SessionEndReason.TooSlow, session.EndReason);
        Assert.InRange(session.Skips, 20, 25);
        List<ViewerTooSlow> told = [];
        EventListener events = server.Streams.Events.Listen(0);
        while (events.TryRead(out MediaEvent? happened)) told.AddRange(happened is ViewerTooSlow slow ? [slow] : []);
        Assert.InRange(told.Count, 1, 2);
        Assert.True(told[0].Session == session.Id && told[0].BehindMs >= 2000, told[0].ToString());
        Assert.All(viewer.Video.AfterJump, at => Assert.True(at == viewer.Video.Units.Count || viewer.Video.Units[at].IsKey));
    }

    /// <summary>Reads on until the viewer has a picture sent by now, or is ended; the stream goes on meanwhile, which paces his backlog.</summary>
    private static async Task CatchUpAsync(TestViewer viewer, TestPublisher publisher)
    {
        MadeUnit newest = publisher.SentVideo.Last();
        do
        {
            await publisher.SendAsync(1);
        }
        while (await viewer.TryReadAllAsync() && !viewer.Video.Units.Any(newest.HasBytesOf));
    }
}
