using Headrace.Streaming.Figures;
using Headrace.Streaming.Sessions;

namespace Headrace.Streaming.Tests.Streams;

public sealed class StreamFiguresTests : StreamTest
{
    [Fact]
    [Trait("Pain", "17")]
    public void PicturesAreCountedByTheirKindAndDropsByTheirReason()
    {
        Publisher(hasAudio: false).Run(90, isDamaged: frame => frame == 40);
        Assert.Equal(new PictureCounts(3, 67, 0), Stream().Snapshot().Tracks[0].Pictures);
        Assert.Equal(new DropCounts(1, 19, 0, 0, 0), Stream().Snapshot().Tracks[0].Drops);
        Assert.Equal((70, 3, 20), (Stream().Snapshot().Frames, Stream().Snapshot().KeyFrames, Stream().Snapshot().Tracks[0].Dropped));
    }

    [Fact]
    [Trait("Pain", "17")]
    public void BreaksAndRecoveriesAreCountedAndAnHourLaterForgotten()
    {
        UseOptions(Options.Defaults with { PublisherGrace = TimeSpan.FromHours(2) });
        for (int i = 0; i < 3; i++)
        {
            VirtualPublisher publisher = Publisher();
            publisher.Run(30);
            Assert.NotNull(Stream().Snapshot().Stability.ConnectedSince);
            publisher.End();
            Pass(TimeSpan.FromSeconds(20));
        }

        Assert.Equal(new PublisherStability(null, 3, 3, 2, 2), Stream().Snapshot().Stability);
        Time.Advance(TimeSpan.FromMinutes(58));
        Assert.Equal(3, Stream().Snapshot().Stability.BreaksLastHour);
        Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(new PublisherStability(null, 3, 0, 2, 2), Stream().Snapshot().Stability);
        Publisher();
        Assert.Equal(new PublisherStability(null, 3, 0, 3, 2), Stream().Snapshot().Stability);
    }

    [Fact]
    [Trait("Pain", "17")]
    public void PublisherThatSendsNothingIsNoBreak()
    {
        VirtualPublisher publisher = Publisher();
        publisher.End();
        Assert.Equal(0, Stream().Snapshot().Stability.Breaks);
    }

    [Fact]
    [Trait("Pain", "17")]
    public void WorstOfTheViewersIsTold()
    {
        Publisher().Run(30);
        Assert.Equal(new ViewerFigures(0, null, null, null, null), Stream().Snapshot().Viewers);
        Stream().TryAddReader(new TestSession());
        Stream().TryAddReader(new ReportingSession(20, new ReceptionQuality(0.1, 5, TimeSpan.FromMilliseconds(3), null)));
        Stream().TryAddReader(new ReportingSession(70, new ReceptionQuality(0.01, 5, TimeSpan.FromMilliseconds(9), TimeSpan.FromMilliseconds(40))));
        Assert.Equal(
            new ViewerFigures(3, TimeSpan.FromMilliseconds(70), 0.1, TimeSpan.FromMilliseconds(9), TimeSpan.FromMilliseconds(40)), Stream().Snapshot().Viewers);
    }

    [Fact]
    [Trait("Pain", "17")]
    public void RingSaysWhatItHolds()
    {
        Publisher(hasAudio: false).Run(60);
        RingFigures ring = Stream().Snapshot().Ring;
        Assert.Equal((60, 2), (ring.Units, ring.Gops));
        Assert.InRange(ring.Duration.TotalSeconds, 1.95, 1.98);
        Assert.True(ring.Bytes >= 60 * 400);
    }

    private sealed class ReportingSession(double lagMs, ReceptionQuality quality) : Session("test", new System.Net.IPEndPoint(0, 1), DateTimeOffset.UnixEpoch)
    {
        public override long BytesIn => 0;

        public override long BytesOut => 0;

        public override TimeSpan? Lag => TimeSpan.FromMilliseconds(lagMs);

        public override ReceptionQuality? Quality => quality;

        protected override void OnEnd()
        {
        }
    }
}
