using Headrace.Media.Codecs;
using Headrace.Media.Timeline;

namespace Headrace.Media.Tests.Timeline;

public sealed class DecodeTimeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void PyramidWithStatedDepthKeepsEveryPictureAndItsSpacing(int depth)
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.RtpVideo);
        int sent = SendAll(path, Pictures.Groups(4, depth, 3, stated: depth, duration: 3600));
        Assert.Equal(sent, path.All.Count);
        Assert.Empty(path.Dropped);
        AssertSpacingIsKept(path.All);
        Assert.All(path.All, u => Assert.InRange(u.Timing.PresentationOffset, 0, 3600 * 2 * Math.Max(1, Pictures.Pyramid(depth).Length)));
        Assert.Equal(depth * 3600, path.All[0].Timing.PresentationOffset);
        Assert.Equal(0, path.Counters[TimelineCause.DecodeOrderRepaired]);
        Assert.Equal(0, path.Counters[TimelineCause.ReorderDepthRaised]);
        Assert.Equal(sent, path.Counters.Continued);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void PyramidWithoutStatedDepthIsFoundInItsFirstGroupAndRightFromTheNext(int depth)
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.RtpVideo);
        List<Picture> pictures = [.. Pictures.Groups(4, depth, 3)];
        int firstGroup = pictures.FindIndex(1, p => p.Unit.RandomAccess.IsPoint);
        SendAll(path, pictures);

        Assert.Equal(1, path.Counters[TimelineCause.ReorderDepthRaised]);
        Assert.True(path.Counters[TimelineCause.UnfitPictureDropped] > 0);
        Assert.Equal(path.Dropped.Count, path.Counters[TimelineCause.UnfitPictureDropped]);
        Assert.Equal(depth > 1, path.Counters[TimelineCause.DecodeOrderRepaired] > 0);
        int secondGroup = path.All.FindIndex(1, u => u.Timing.Cause == TimelineCause.ReorderDepthRaised);
        Assert.Equal(pictures.Count - firstGroup, path.All.Count - secondGroup);
        List<Placed> rest = path.All[secondGroup..];
        Assert.DoesNotContain(rest, u => Math.Abs(u.Presentation - rest[0].Presentation - (u.Raw - rest[0].Raw)) > 2 + ((u.Arrival - rest[0].Arrival) * 90 / 1_000_000_000));
        Assert.All(rest.Skip(1), u => Assert.Equal(TimelineCause.None, u.Timing.Cause));
        Assert.Equal(0, path.Counters.Discontinuities);
    }

    [Fact]
    public void KnownDepthIsRememberedForThePublisherThatReturns()
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.RtpVideo);
        SendAll(path, Pictures.Groups(3, 2, 3));
        int dropped = path.Dropped.Count;
        path.Begin(60_000, PathUnderTest.RtpVideo);
        SendAll(path, Pictures.Groups(2, 2, 3), atMs: 60_000, raw: 5);
        Assert.Equal(dropped, path.Dropped.Count);
        Assert.Equal(1, path.Counters[TimelineCause.ReorderDepthRaised]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void LossOfAnyPicturesNeverStopsThePyramid(int depth)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            PathUnderTest path = PathUnderTest.With(PathUnderTest.RtpVideo);
            int sent = SendAll(path, Pictures.Groups(6, depth, 3, stated: depth, duration: 3600), isLost: i => i > 0 && random.Next(5) == 0);
            Assert.Equal(sent, path.All.Count);
            AssertSpacingIsKept(path.All);
        }
    }

    [Fact]
    public void StatedDepthThatIsTooSmallIsRaisedLikeAnUnknownOne()
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.RtpVideo);
        SendAll(path, Pictures.Groups(4, 2, 3, stated: 1, duration: 3600));
        Assert.Equal(1, path.Counters[TimelineCause.ReorderDepthRaised]);
    }

    [Fact]
    public void DecodeTimesOfTheInputAreKeptAndRepairedWhereTheyDoNotIncrease()
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.TsVideo);
        path.Send(0, 0, 7200, Units.Picture(isKey: true), decode: 0);
        path.Send(0, 40, 18000, Units.Picture(), decode: 3600);
        path.Send(0, 80, 10800, Units.Picture(), decode: 3600);
        path.Send(0, 120, 14400, Units.Picture(), decode: 10800);
        Assert.Equal([0L, 3600, 3601, 10800], path.All.Select(u => u.Decode));
        Assert.Equal([7200L, 18000, 10800, 14400], path.All.Select(u => u.Presentation));
        Assert.Equal(1, path.Counters[TimelineCause.DecodeOrderRepaired]);
    }

    [Fact]
    public void UnknownDepthDoesNotMoveTheTrackBeforeItIsInForce()
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.RtpVideo);
        SendAll(path, Pictures.Groups(1, 2, 200));
        List<Placed> whole = [.. path.All.Where(u => u.Timing.Cause == TimelineCause.None)];
        AssertSpacingIsKept(whole);
    }

    [Fact]
    public void PicturesThatComeTooLateOneAfterTheOtherPushTheOrderOn()
    {
        var clock = new DecodeClock(seenDepth: 1, new EventCounts());
        AssembledUnit picture = Units.Picture();
        clock.UpdateDepth(picture);
        long last = -1;
        long[] decode = new long[6];
        long[] presentation = [100, 102, 50, 40, 110, 120];
        for (int i = 0; i < decode.Length; i++)
        {
            Assert.True(clock.TryPlace(last, 10, presentation[i], presentation[i], picture, out Placement placement));
            Assert.InRange(placement.Decode, last + 1, placement.Presentation);
            last = decode[i] = placement.Decode;
        }

        Assert.Equal([90L, 100, 101, 102], decode[..4]);
    }

    [Fact]
    public void PicturesPresentedBeforeAnOpenRandomAccessPointAreLeading()
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.RtpVideo);
        int[] displays = [0, 3, 1, 2, 6, 4, 5, 7];
        for (int i = 0; i < displays.Length; i++)
        {
            path.Send(0, i * 40, displays[i] * 3600L, Units.Picture(isKey: i is 0 or 4, isOpen: i == 4, depth: 1, duration: 3600));
        }

        Assert.Equal([4L, 5], path.All.Where(u => u.Timing.IsLeading).Select(u => u.Raw / 3600));
    }

    private static int SendAll(PathUnderTest path, IEnumerable<Picture> pictures, double atMs = 0, long raw = 1_000_000, Func<int, bool>? isLost = null)
    {
        int i = 0;
        int sent = 0;
        foreach (Picture picture in pictures)
        {
            double at = atMs + (40 * i);
            if (isLost is not null && isLost(i++)) continue;
            if (isLost is null) i++;
            path.Send(0, at, raw + (picture.Display * 3600L), picture.Unit);
            sent++;
        }

        return sent;
    }

    private static void AssertSpacingIsKept(List<Placed> units) =>
        Assert.DoesNotContain(units, u => u.Presentation - units[0].Presentation != u.Raw - units[0].Raw);
}
