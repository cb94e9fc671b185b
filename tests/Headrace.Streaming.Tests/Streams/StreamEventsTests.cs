using Headrace.Media.Timeline;
using Headrace.Streaming.Events;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Tests.Streams;

public sealed class StreamEventsTests : StreamTest
{
    [Fact]
    public void LifeOfAStreamIsToldInOrder()
    {
        EventListener listener = Registry.Events.Listen();
        VirtualPublisher publisher = Publisher();
        publisher.Run(90);
        TestSession viewer = new();
        Stream().TryAddReader(viewer);
        publisher.End();
        Pass(TimeSpan.FromSeconds(11));
        MediaEvent[] told = [.. Read(listener)];
        Assert.Equal(
            ["stream-state-changed", "stream-state-changed", "stream-started", "viewer-joined", "stream-state-changed", "viewer-left", "stream-stopped"],
            told.Select(happened => happened.Type.Name));
        Assert.All(told, happened => Assert.Equal("cam", happened.Stream));
        Assert.Equal((StreamState.Connecting, StreamState.Active), (((StreamStateChanged)told[1]).From, ((StreamStateChanged)told[1]).To));
        Assert.Equal(2, ((StreamStarted)told[2]).Tracks.Count);
        Assert.Equal((viewer.Id, "test", "127.0.0.1:1"), (told[3].Session, ((ViewerJoined)told[3]).Protocol, ((ViewerJoined)told[3]).Address));
        Assert.Equal((SessionEndReason.PublisherGone, 10.0), (((ViewerLeft)told[5]).Reason, Math.Round(((ViewerLeft)told[5]).Duration)));
        StreamStopped stopped = (StreamStopped)told[6];
        Assert.Equal((SessionEndReason.PublisherGone, 12L), (stopped.Reason, stopped.DurationSeconds));
        Assert.True(stopped.BytesTransferred > 90 * 400);
    }

    [Fact]
    public void PublisherThatReturnsIsADiscontinuityAndNoNewStart()
    {
        VirtualPublisher first = Publisher();
        first.Run(60);
        first.End();
        Pass(TimeSpan.FromSeconds(3));
        EventListener listener = Registry.Events.Listen();
        Publisher().Run(60);
        Pass(TimeSpan.FromSeconds(2));
        MediaEvent[] told = [.. Read(listener)];
        Assert.Equal(["stream-state-changed", "stream-state-changed", "discontinuity", "discontinuity"], told.Select(happened => happened.Type.Name));
        Assert.All(told.OfType<DiscontinuityMet>(), step => Assert.Equal(TimelineCause.InputReturned, step.Cause));
    }

    [Fact]
    public void ChangesOfMediaAreToldAtMostOnceASecondAndNoneIsLost()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(1);
        EventListener listener = Registry.Events.Listen();
        for (int i = 0; i < 15; i++)
        {
            (publisher.Format, publisher.Sets) = i % 2 == 0 ? (TestFormats.Large.Format, TestFormats.Large.Sets) : (TestFormats.Small.Format, TestFormats.Small.Sets);
            publisher.Run(2, gop: 1);
        }

        Pass(TimeSpan.FromSeconds(2));
        MediaEvent[] told = [.. Read(listener)];
        Assert.Equal(15, told.OfType<DiscontinuityMet>().Sum(step => step.Count));
        Assert.Equal(2, told.OfType<DiscontinuityMet>().Count());
        TracksChanged[] changes = [.. told.OfType<TracksChanged>()];
        Assert.Equal([TestFormats.Large.Format.Description], changes[^1].Tracks);
        Assert.Equal(told.Length, changes.Length + 2);
        Assert.InRange(changes.Length, 1, 2);
    }

    [Fact]
    public void ReasonThatTheSessionGivesWins()
    {
        Publisher().Run(30);
        EventListener listener = Registry.Events.Listen();
        TestSession kicked = new();
        Stream().TryAddReader(kicked);
        kicked.End(SessionEndReason.Kicked);
        Stream().RemoveReader(kicked, SessionEndReason.ConnectionLost);
        Stream().RemoveReader(kicked, SessionEndReason.ConnectionLost);
        Assert.Equal(SessionEndReason.Kicked, Assert.Single(Read(listener).OfType<ViewerLeft>()).Reason);
    }

    private static List<MediaEvent> Read(EventListener listener)
    {
        List<MediaEvent> read = [];
        while (listener.TryRead(out MediaEvent? happened)) read.Add(happened);
        return read;
    }
}
