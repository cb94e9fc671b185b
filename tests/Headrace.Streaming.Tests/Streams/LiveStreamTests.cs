using System.Net;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Tests.Streams;

public sealed class LiveStreamTests : StreamTest
{
    [Fact]
    public void UnitsComeOutInOrderOnOneTimeline()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(60);
        List<AccessUnit> units = Units(Stream().Ring);
        List<AccessUnit> video = [.. units.Where(unit => unit.Track.Kind == MediaKind.Video)];
        Assert.Equal(60, video.Count);
        Assert.All(video.Zip(video.Skip(1)), pair => Assert.Equal(3000, pair.Second.DecodeTime - pair.First.DecodeTime));
        List<AccessUnit> audio = [.. units.Where(unit => unit.Track.Kind == MediaKind.Audio)];
        Assert.All(audio.Zip(audio.Skip(1)), pair => Assert.Equal(1024, pair.Second.DecodeTime - pair.First.DecodeTime));
        Assert.Equal(Enumerable.Range(0, units.Count).Select(i => (long)i), units.Select(unit => unit.Sequence));
        Assert.True(Stream().Ready.IsCompletedSuccessfully);
    }

    [Fact]
    public void NothingGoesOnBeforeTheFirstKeyFrame()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.PublishVideo(0, RandomAccess.None);
        publisher.PublishVideo(3000, RandomAccess.None);
        publisher.PublishVideo(6000, RandomAccess.Idr);
        AccessUnit only = Assert.Single(Units(Stream().Ring));
        Assert.Equal(RandomAccess.Idr, only.RandomAccess);
        Assert.Equal(2, Stream().Snapshot().Tracks[0].Dropped);
    }

    [Fact]
    [Trait("Pain", "1")]
    public void DamagedPictureTakesThoseThatReferToItWithIt()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(60, gop: 30, isDamaged: frame => frame == 10);
        List<AccessUnit> units = Units(Stream().Ring);
        Assert.Equal(40, units.Count);
        Assert.All(units, unit => Assert.False(unit.IsDamaged));
        Assert.Equal(RandomAccess.Idr, units[10].RandomAccess);
        TrackSnapshot track = Stream().Snapshot().Tracks[0];
        Assert.Equal(1, track.Damaged);
        Assert.Equal(20, track.Dropped);
    }

    [Fact]
    public void ChangedFormatIsADiscontinuityAndANewTrack()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(30);
        (publisher.Format, publisher.Sets) = TestFormats.Large;
        publisher.Run(30);
        List<AccessUnit> units = Units(Stream().Ring);
        Assert.Equal([30], units.Index().Where(unit => unit.Item.IsDiscontinuity).Select(unit => unit.Index).Where(index => index > 0));
        Assert.Equal(1920, Assert.IsAssignableFrom<VideoFormat>(units[30].Track.Format).Width);
        Assert.Equal(units[30].Track, Stream().Tracks[0]);
    }

    [Fact]
    public void SecondPictureParameterSetIsANewTrackWithoutDiscontinuity()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(30);
        publisher.Sets = publisher.Sets.With(ParameterSetKind.Pps, 1, [0x68, 2]);
        publisher.Run(30);
        List<AccessUnit> units = Units(Stream().Ring);
        Assert.DoesNotContain(units.Skip(1), unit => unit.IsDiscontinuity);
        Assert.NotSame(units[29].Track, units[30].Track);
        Assert.Equal(3, units[30].Track.ParameterSets.Sets.Length);
    }

    [Fact]
    public void PublisherThatReturnsWithinItsGraceContinuesThePathsTimeAndKeepsItsReaders()
    {
        TestSession reader = new();
        VirtualPublisher first = Publisher();
        first.Run(60);
        LiveStream stream = Stream();
        Assert.Equal(ReaderRefusal.None, stream.TryAddReader(reader));
        first.End();
        Assert.Equal(StreamState.Inactive, stream.Snapshot().State);
        Pass(TimeSpan.FromSeconds(3));
        VirtualPublisher second = Publisher(start: 4_000_000_000);
        second.Run(30);
        Assert.Same(stream, Stream());
        Assert.Null(reader.EndReason);
        List<AccessUnit> video = [.. Units(stream.Ring).Where(unit => unit.Track.Kind == MediaKind.Video)];
        AccessUnit returned = video[^30];
        Assert.True(returned.IsDiscontinuity);
        Assert.Equal(1, video.Count(unit => unit.IsDiscontinuity && unit.Sequence > 0));
        double hole = (returned.PathTime - video[^31].PathTime) / 1e9;
        Assert.InRange(hole, 2.9, 3.2);
        stream.RemoveReader(reader, SessionEndReason.Closed);
    }

    [Fact]
    public void PublisherThatStaysAwayLetsItsReadersGoAndTheStreamIsForgotten()
    {
        TestSession reader = new();
        VirtualPublisher publisher = Publisher();
        publisher.Run(30);
        Stream().TryAddReader(reader);
        publisher.End();
        Pass(TimeSpan.FromSeconds(9));
        Assert.Null(reader.EndReason);
        Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(SessionEndReason.PublisherGone, reader.EndReason);
        Assert.Null(Registry.Find("cam"));
        Assert.Equal(0, Registry.Memory.Used);
    }

    [Fact]
    public void ConfiguredStreamOutlivesItsPublisherAndSaysWhatHappened()
    {
        Registry.Configure("cam", new StreamOptions());
        VirtualPublisher publisher = Publisher();
        publisher.Run(30);
        publisher.End();
        Pass(TimeSpan.FromSeconds(11));
        StreamSnapshot snapshot = Stream().Snapshot();
        Assert.Equal(StreamState.Inactive, snapshot.State);
        Assert.Contains("did not come back", snapshot.LastError, StringComparison.Ordinal);
        Assert.Empty(snapshot.Tracks);
        Publisher().Run(5);
        Assert.Equal(StreamState.Active, Stream().Snapshot().State);
    }

    [Fact]
    public void NewPublisherReplacesTheOldOneWhoseUnitsNoLongerCount()
    {
        TestSession old = new();
        VirtualPublisher first = Publisher(session: old);
        first.Run(10);
        Publisher(session: new TestSession());
        Assert.Equal(SessionEndReason.Overridden, old.EndReason);
        int before = Units(Stream().Ring).Count;
        first.Run(10);
        first.End();
        Assert.Equal(before, Units(Stream().Ring).Count);
        Assert.True(Stream().HasPublisher);
    }

    [Fact]
    public void NewPublisherIsRefusedWhereThePathSaysSo()
    {
        UseOptions(new StreamOptions { OverridePublisher = false });
        Publisher().Run(5);
        Assert.Equal(PublishRefusal.Taken, Publisher().Refusal);
    }

    [Fact]
    public void NumberOfStreamsIsBounded()
    {
        UseOptions(new StreamOptions(), maxStreams: 2);
        Assert.Equal(PublishRefusal.None, Publisher("a").Refusal);
        Assert.Equal(PublishRefusal.None, Publisher("b").Refusal);
        Assert.Equal(PublishRefusal.TooManyStreams, Publisher("c").Refusal);
        Assert.Equal(2, Registry.Count);
    }

    [Fact]
    public void PublisherWithoutUsableTracksLeavesNothingBehind()
    {
        Assert.Equal(PublishRefusal.NoUsableTracks, Registry.TryPublish("cam", [], null, out _));
        Assert.Equal(0, Registry.Count);
    }

    [Fact]
    public void RefusedPublisherDoesNotTakeAwayAStreamThatWaitsForItsOwn()
    {
        Assert.Equal(PublishRefusal.None, Registry.TryPublish("cam", [new AnnouncedTrack(H264Codec.Instance, null, ParameterSets.Empty, 90_000)], null, out Publication? publication));
        publication!.End();
        Assert.Equal(PublishRefusal.NoUsableTracks, Registry.TryPublish("cam", [], null, out _));
        Assert.Equal(1, Registry.Count);
    }

    [Fact]
    public void StreamIsReadyWithWhatIsKnownOnceItsTimeIsOverHoweverLateThatIs()
    {
        AnnouncedTrack[] tracks = [new(H264Codec.Instance, null, ParameterSets.Empty, 90_000), new(AacCodec.Instance, null, ParameterSets.Empty, 48_000)];
        Registry.TryPublish("cam", tracks, null, out Publication? publication);
        publication!.Publish(1, new InputTimestamps(0), MonotonicTime.Now(Time), Unit(TestFormats.Aac(48_000, 2)) with { IsDamaged = true });
        Pass(TimeSpan.FromSeconds(3));
        Assert.False(Stream().Ready.IsCompleted);
        publication.Publish(1, new InputTimestamps(150_000), MonotonicTime.Now(Time), Unit(TestFormats.Aac(48_000, 2)));
        Pass(TimeSpan.FromSeconds(0.2));
        Assert.True(Stream().Ready.IsCompletedSuccessfully);
        publication.End();
    }

    [Fact]
    public void ReadersHearTheReasonBeforeTheOutputsEnd()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(30);
        LiveStream stream = Stream();
        using BranchLease<RtspBranch> lease = RtspBranch.Acquire(stream, stream.Tracks);
        WatchingSession reader = new(() => lease.Branch.IsEnded);
        stream.TryAddReader(reader);
        stream.Remove(SessionEndReason.StreamRemoved);
        Assert.Equal(SessionEndReason.StreamRemoved, reader.EndReason);
        Assert.False(reader.SawTheEnd);
        Assert.True(lease.Branch.IsEnded);
    }

    [Fact]
    public void ReadersAreBoundedWhereThePathSaysSo()
    {
        UseOptions(new StreamOptions { MaxReaders = 1 });
        Publisher().Run(5);
        Assert.Equal(ReaderRefusal.None, Stream().TryAddReader(new TestSession()));
        Assert.Equal(ReaderRefusal.TooManyReaders, Stream().TryAddReader(new TestSession()));
    }

    [Fact]
    [Trait("Pain", "7")]
    public void EndlessGroupIsBoundedByMemory()
    {
        UseOptions(new StreamOptions { MaxMemory = 2_000_000 });
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.PayloadBytes = 20_000;
        publisher.Run(900, gop: int.MaxValue);
        Assert.InRange(Stream().Memory.Used, 500_000, 1_100_000);
    }

    [Fact]
    public void StreamOfSoundAloneCanBeJoinedEachSecond()
    {
        VirtualPublisher publisher = Publisher(hasVideo: false);
        publisher.RunAudio(TimeSpan.FromSeconds(5));
        List<AccessUnit> joins = [.. Units(Stream().Ring).Where(unit => unit.IsJoinPoint)];
        Assert.True(joins.Count >= 3);
        Assert.All(joins.Zip(joins.Skip(1)), pair => Assert.InRange(pair.Second.PathTime - pair.First.PathTime, 1_000_000_000, 1_030_000_000));
    }

    [Fact]
    public void PublishingAllocatesTheUnitOnly()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(300);
        // The pool is shared with tests that run beside this one: the least of some rounds counts.
        Assert.InRange(Enumerable.Range(0, 8).Min(_ => Measure(400)) / 400, 0, 128);

        long Measure(int frames)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            publisher.Run(frames);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private AssembledUnit Unit(TrackFormat format) => new()
    {
        Payload = Pool.Copy(new byte[50], Stream().Memory), Format = format, ParameterSets = ParameterSets.Empty, RandomAccess = RandomAccess.Idr, NominalDuration = 1024,
    };

    private sealed class WatchingSession(Func<bool> hasEnded) : Session("test", new IPEndPoint(IPAddress.Loopback, 1), DateTimeOffset.UnixEpoch)
    {
        public bool SawTheEnd { get; private set; }

        public override long BytesIn => 0;

        public override long BytesOut => 0;

        protected override void OnEnd() => SawTheEnd = hasEnded();
    }
}
