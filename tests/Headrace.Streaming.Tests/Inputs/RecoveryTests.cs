using Headrace.Media.Tracks;
using Headrace.Streaming.Figures;
using Headrace.Streaming.Inputs;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;

namespace Headrace.Streaming.Tests.Inputs;

/// <summary>What a stream says of its recovery, in virtual time.</summary>
public sealed class RecoveryTests : StreamTest
{
    [Fact]
    public void BreakIsRecoveredFromOverTheNextRandomAccessPointAndItsTimeIsCounted()
    {
        LiveStream stream = Registry.Configure("cam", new StreamOptions());
        Assert.Equal(RecoveryState.Normal, stream.Snapshot().Recovery.State);
        VirtualPublisher first = Publisher(hasAudio: false);
        first.Run(60);
        Assert.Equal(RecoveryState.Normal, stream.Snapshot().Recovery.State);
        first.End();
        Assert.Equal(RecoveryState.Recovering, stream.Snapshot().Recovery.State);
        Pass(TimeSpan.FromSeconds(4));
        VirtualPublisher second = Publisher(hasAudio: false);
        second.PublishVideo(0, RandomAccess.None);
        Assert.Equal(RecoveryState.Resyncing, stream.Snapshot().Recovery.State);
        second.PublishVideo(3000, RandomAccess.Idr);
        RecoverySnapshot after = stream.Snapshot().Recovery;
        Assert.Equal((RecoveryState.Normal, 1, 1, 0), (after.State, after.Recoveries, after.Resyncs, after.Failures));
        Assert.InRange(after.LastSeconds!.Value, 3.9, 4.2);
        Assert.Equal(after.LastSeconds, after.LongestSeconds);
    }

    [Fact]
    public void DamagedPictureIsAResyncAndNoRecovery()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(60, isDamaged: frame => frame == 40);
        RecoverySnapshot now = Stream().Snapshot().Recovery;
        Assert.Equal((RecoveryState.Resyncing, 1, 0), (now.State, now.Resyncs, now.Recoveries));
        publisher.Run(10);
        Assert.Equal(RecoveryState.Normal, Stream().Snapshot().Recovery.State);
    }

    [Fact]
    public void PublisherThatStaysAwayIsAFailureUntilOneComes()
    {
        LiveStream stream = Registry.Configure("cam", new StreamOptions());
        VirtualPublisher first = Publisher();
        first.Run(30);
        first.End();
        Pass(TimeSpan.FromSeconds(11));
        Assert.Equal(RecoveryState.Failed, stream.Snapshot().Recovery.State);
        Publisher().Run(30);
        RecoverySnapshot now = stream.Snapshot().Recovery;
        Assert.Equal((RecoveryState.Normal, 1, 1), (now.State, now.Recoveries, now.Failures));
    }

    [Fact]
    public void SourcesThatAreLeftAloneAreAFailureAndAPauseIsNone()
    {
        LiveStream stream = Registry.Configure("cam", new StreamOptions { IsPulled = true });
        StreamInput input = stream.Supply.AttachInput("main", "rtsp://main/", 0, isOnDemand: false);
        stream.Supply.BeginTry(input, BreakerState.Closed);
        stream.Supply.ReportFault(input, "it is off", BreakerState.Open);
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(RecoveryState.Failed, stream.Snapshot().Recovery.State);
        Assert.Equal(BreakerState.Open, stream.Snapshot().Inputs[0].Breaker);
        stream.Supply.BeginTry(input, BreakerState.HalfOpen);
        VirtualPublisher publisher = Publisher(session: new TestSession("main"));
        publisher.Run(30);
        Assert.Equal((RecoveryState.Normal, BreakerState.Closed), (stream.Snapshot().Recovery.State, stream.Snapshot().Inputs[0].Breaker));
        stream.Pause();
        Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(RecoveryState.Normal, stream.Snapshot().Recovery.State);
    }
}
