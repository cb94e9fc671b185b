using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Tests.Inputs;

/// <summary>A stream that an operator pauses, in virtual time.</summary>
public sealed class PauseTests : StreamTest
{
    [Fact]
    public void NothingIsTakenInAndEverybodyStays()
    {
        TestSession sender = new(), reader = new();
        VirtualPublisher publisher = Publisher(session: sender);
        publisher.Run(70);
        LiveStream stream = Stream();
        Assert.Equal(ReaderRefusal.None, stream.TryAddReader(reader));
        stream.Pause();
        stream.Pause();
        long units = Units(stream.Ring).Count;
        for (int i = 0; i < 30; i++)
        {
            publisher.Run(30);
            Registry.HandleTimeout(MonotonicTime.Now(Time));
        }

        Assert.Equal(StreamState.Paused, stream.Snapshot().State);
        Assert.Equal(units, Units(stream.Ring).Count);
        Assert.Null(reader.EndReason);
        Assert.Null(sender.EndReason);

        stream.Resume();
        publisher.Run(19);
        Assert.Equal(units, Units(stream.Ring).Count);
        publisher.Run(60);
        Assert.Equal(StreamState.Active, stream.Snapshot().State);
        List<AccessUnit> video = [.. Units(stream.Ring).Where(unit => unit.Track.Kind == MediaKind.Video)];
        AccessUnit behind = Assert.Single(video.Skip(1), unit => unit.IsDiscontinuity);
        Assert.True(behind.RandomAccess.IsPoint);
        Assert.InRange((behind.PathTime - video[video.IndexOf(behind) - 1].PathTime) / 1e9, 30, 31);
        stream.RemoveReader(reader, Sessions.SessionEndReason.Closed);
    }

    [Fact]
    public void PublisherThatLeavesMeanwhileHasHisGraceBehindThePause()
    {
        TestSession reader = new();
        VirtualPublisher publisher = Publisher();
        publisher.Run(30);
        LiveStream stream = Stream();
        Assert.Equal(ReaderRefusal.None, stream.TryAddReader(reader));
        stream.Pause();
        publisher.End();
        Pass(TimeSpan.FromHours(1));
        Assert.Equal(StreamState.Paused, stream.Snapshot().State);
        Assert.Null(reader.EndReason);
        stream.Resume();
        Pass(TimeSpan.FromSeconds(9));
        Assert.Null(reader.EndReason);
        Publisher().Run(30);
        Assert.Equal(StreamState.Active, stream.Snapshot().State);
        Assert.Null(reader.EndReason);
        stream.RemoveReader(reader, Sessions.SessionEndReason.Closed);
    }

    [Fact]
    public void PublisherThatComesWhileItIsPausedWaits()
    {
        VirtualPublisher first = Publisher();
        first.Run(30);
        LiveStream stream = Stream();
        stream.Pause();
        VirtualPublisher second = Publisher();
        second.Run(30);
        Assert.Equal(StreamState.Paused, stream.Snapshot().State);
        stream.Resume();
        second.Run(30);
        Assert.Equal(StreamState.Active, stream.Snapshot().State);
    }
}
