using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Tests.Pressure;

/// <summary>What is held of groups of pictures: by number, time and bytes, also when a group does not end.</summary>
public sealed class EndlessGopTests : StreamTest
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void AsManyGroupsAreHeldAsWereAskedFor(int gops)
    {
        UseOptions(new StreamOptions { Gops = gops });
        VirtualPublisher publisher = Publisher();
        publisher.Run(30 * 20, gop: 60);
        Assert.InRange(Stream().Ring.JoinPoints, gops, gops + 1);
        Assert.True(Units(Stream().Ring)[0].IsJoinPoint, "what is held begins with a key frame");
    }

    [Fact]
    public void GroupThatDoesNotEndIsHeldForItsTimeAndLosesItsBeginning()
    {
        UseOptions(new StreamOptions { GopDuration = TimeSpan.FromSeconds(10) });
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(30 * 9, gop: int.MaxValue);
        Assert.Equal(1, Stream().Ring.JoinPoints);
        publisher.Run(30 * 60, gop: int.MaxValue);
        Assert.Equal(0, Stream().Ring.JoinPoints);
        Assert.Equal(-1, Stream().Ring.NewestJoinPoint);
        Assert.InRange(Units(Stream().Ring).Count, 300, 302);

        // The next key frame is where viewers join again.
        publisher.PublishVideo(publisher.Frames * 3000, RandomAccess.Idr);
        Assert.Equal(Stream().Ring.Head - 1, Stream().Ring.NewestJoinPoint);
    }

    [Fact]
    public void GroupThatDoesNotEndStaysWithinItsBytes()
    {
        UseOptions(new StreamOptions { GopBytes = 1_000_000 });
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.PayloadBytes = 10_000;
        publisher.Run(30 * 30, gop: int.MaxValue);
        Assert.InRange(Stream().Ring.Bytes, 900_000, 1_000_000);
    }

    [Fact]
    public void ViewerOfAGroupThatDoesNotEndLosesNothing()
    {
        UseOptions(new StreamOptions { GopDuration = TimeSpan.FromSeconds(5), GopBytes = 500_000 });
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(30);
        DecodingFollower follower = new();
        using BranchLease<DecodingFollower> lease = Stream().Branches.Acquire(new BranchKey("follower"), () => follower);
        using BranchLease<RtspBranch> rtsp = RtspBranch.Acquire(Stream(), Stream().Tracks);
        publisher.Run(30 * 120, gop: int.MaxValue);
        Assert.Equal(30 * 121, follower.Pictures);
        Assert.InRange(rtsp.Branch.Ring.Head - rtsp.Branch.Ring.Tail, 1, 60 * 30 + 2);
    }

    [Fact]
    public void OptionsOfARunningStreamHoldAtOnce()
    {
        UseOptions(new StreamOptions { Gops = 5 });
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(300, gop: 30);
        Assert.Equal(5, Stream().Ring.JoinPoints);
        LiveStream before = Stream();
        Registry.Configure(new StreamRegistryOptions { Defaults = new StreamOptions { Gops = 3 } }, new Dictionary<string, StreamOptions>());
        Assert.Same(before, Stream());
        Assert.Equal(3, Stream().Ring.JoinPoints);
    }
}
