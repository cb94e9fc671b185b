using System.Collections.Immutable;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Tests.Branches;

public sealed class BranchSetTests : StreamTest
{
    private static readonly BranchKey Key = new("counting");

    [Fact]
    public void ClaimOnABranchThatWasStoppedDoesNotCountOnTheOneInItsPlace()
    {
        Registry.Configure("cam", new StreamOptions());
        VirtualPublisher first = Publisher();
        first.Run(30);
        BranchLease<CountingBranch> old = Acquire();
        first.End();
        Pass(TimeSpan.FromSeconds(11));
        Assert.True(old.Branch.IsDisposed);
        Publisher().Run(30);
        using BranchLease<CountingBranch> now = Acquire();
        Assert.NotSame(old.Branch, now.Branch);
        old.Dispose();
        Pass(TimeSpan.FromSeconds(11));
        Assert.False(now.Branch.IsDisposed);
    }

    [Fact]
    [Trait("Pain", "8")]
    public void FaultInABranchEndsItAloneAndTheNextReaderStartsANewOne()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(30);
        using BranchLease<CountingBranch> faulty = Acquire(failsAt: 35);
        using BranchLease<RtspBranch> healthy = RtspBranch.Acquire(Stream(), Stream().Tracks);
        publisher.Run(30);
        Assert.True(faulty.Branch.IsDisposed);
        Assert.Equal(35, faulty.Branch.Units);
        Assert.False(healthy.Branch.IsEnded);
        Assert.Equal(60, healthy.Branch.Ring.Head);
        Assert.True(Stream().HasPublisher);
        using BranchLease<CountingBranch> again = Acquire();
        Assert.NotSame(faulty.Branch, again.Branch);
        publisher.Run(1);
        Assert.Equal(61, again.Branch.Units);
    }

    [Fact]
    public void FaultInABranchThatStartsLeavesNothingBehind()
    {
        Publisher(hasAudio: false).Run(30);
        using BranchLease<CountingBranch> faulty = Acquire(failsAt: 5);
        Assert.True(faulty.Branch.IsDisposed);
        Assert.Equal(0, Stream().Branches.Count);
    }

    [Fact]
    public void BranchThatIsSlowToBeginMissesNothing()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(75);
        using BranchLease<CountingBranch> slow = Acquire(onFirst: () => publisher.Run(60));
        publisher.Run(10);
        Assert.Equal(145, slow.Branch.Units);
    }

    [Fact]
    public void BranchHearsOfTracksThatChangeWhileItBegins()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(30);
        using BranchLease<CountingBranch> slow = Acquire(onFirst: () =>
        {
            publisher.Format = TestFormats.Large.Format;
            publisher.Sets = TestFormats.Large.Sets;
            publisher.Run(1);
        });
        Assert.Equal(31, slow.Branch.Units);
        Assert.Equal(TestFormats.Large.Format, Assert.Single(slow.Branch.Tracks).Format);
        Assert.Same(slow.Branch.Last, slow.Branch.Tracks[0]);
    }

    [Fact]
    public void BranchThatRunsCanBeClaimedWithoutStartingOne()
    {
        Publisher(hasAudio: false).Run(30);
        Assert.Null(Stream().Branches.TryAcquire<CountingBranch>(Key));
        using BranchLease<CountingBranch> started = Acquire();
        using BranchLease<CountingBranch>? second = Stream().Branches.TryAcquire<CountingBranch>(Key);
        Assert.Same(started.Branch, second?.Branch);
    }

    [Fact]
    public void BranchThatHasEndedIsReplacedByTheNextReader()
    {
        Publisher(hasAudio: false).Run(30);
        using BranchLease<CountingBranch> ended = Acquire();
        ended.Branch.HasEnded = true;
        using BranchLease<CountingBranch> next = Acquire();
        Assert.NotSame(ended.Branch, next.Branch);
        Assert.Equal((true, false), (ended.Branch.IsDisposed, next.Branch.IsDisposed));
        Assert.Equal(1, Stream().Branches.Count);
    }

    [Fact]
    public void BranchThatIsStoppedWhileItBeginsIsTakenDownOnce()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(30);
        LiveStream stream = Stream();
        using BranchLease<CountingBranch> lease = Acquire(onFirst: () =>
        {
            publisher.End();
            Pass(TimeSpan.FromSeconds(11));
        });
        Assert.True(lease.Branch.IsDisposed);
        Assert.Equal(0, stream.Branches.Count);
        Assert.Null(Registry.Find("cam"));
    }

    [Fact]
    public void BranchTooBrokenToBeTakenDownEndsNobodyElse()
    {
        RecordingLogger log = new();
        UseOptions(new StreamOptions(), loggers: log);
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(30);
        using BranchLease<CountingBranch> broken = Stream().Branches.Acquire(Key, () => new CountingBranch(35, null) { ThrowsAtItsEnd = true });
        using BranchLease<RtspBranch> healthy = RtspBranch.Acquire(Stream(), Stream().Tracks);
        publisher.Run(30);
        Assert.Equal(60, healthy.Branch.Ring.Head);
        Assert.Equal(1, Stream().Branches.Count);
        Assert.True(Stream().HasPublisher);
    }

    private BranchLease<CountingBranch> Acquire(int failsAt = int.MaxValue, Action? onFirst = null) => Stream().Branches.Acquire(Key, () => new CountingBranch(failsAt, onFirst));

    private sealed class CountingBranch(int failsAt, Action? onFirst) : Branch
    {
        public int Units { get; private set; }

        public bool IsDisposed { get; private set; }

        /// <summary>The tracks that it was told of.</summary>
        public ImmutableArray<Track> Tracks { get; private set; }

        /// <summary>The track of the last unit; it was told of it before.</summary>
        public Track? Last { get; private set; }

        public bool HasEnded { get; set; }

        public bool ThrowsAtItsEnd { get; init; }

        public override bool IsEnded => HasEnded;

        public override BacklogStart BacklogStart => BacklogStart.OldestJoinPoint;

        public override void OnUnit(AccessUnit unit)
        {
            Assert.False(IsDisposed);
            Assert.Contains(Tracks, track => track.Id == unit.Track.Id);
            Last = unit.Track;
            if (Units == failsAt) throw new InvalidOperationException("a defect");
            if (Units++ == 0) onFirst?.Invoke();
        }

        public override void OnTracksChanged(ImmutableArray<Track> tracks) => Tracks = tracks;

        public override void Dispose()
        {
            Assert.False(IsDisposed);
            IsDisposed = true;
            if (ThrowsAtItsEnd) throw new InvalidOperationException("another defect");
        }
    }
}
