using Headrace.Manifests.Hls.Planning;

namespace Headrace.Manifests.Tests.Hls.Planning;

public sealed class SegmentPlanTests
{
    /// <summary>Name, GOPs in ms, wanted segment in ms, TARGETDURATION.</summary>
    public static TheoryData<string, int[], int, int> Gops => new()
    {
        { "exact", [2000, 2000], 2000, 2 },
        { "60 frames at 29.97 fps", [2002, 2002], 2000, 2 },
        { "48 frames at 23.976 fps", [2002], 2000, 2 },
        { "beyond the slack", [2251], 2000, 3 },
        { "several in a segment", [500, 500, 500, 500], 2000, 2 },
        { "one is nearer than two", [1500, 1500], 2000, 2 },
        { "two are nearer than one", [1200, 1200], 2000, 3 },
        { "of varying length", [2000, 3600, 1200, 900], 2000, 4 },
        { "a segment that is not complete counts", [700, 700], 2000, 2 },
        { "long", [10_000], 2000, 10 },
        { "too long", [45_000], 2000, 30 },
        { "very short", [40], 1000, 1 },
        { "the first of those that will fill a segment", [1000], 2000, 2 },
        { "two of seven that will", [900, 900], 6000, 7 },
        { "six seconds", [6006, 6006], 6000, 6 },
    };

    [Theory]
    [MemberData(nameof(Gops))]
    public void TargetDurationFollowsTheLongestSegmentThatTheGopsMake(string name, int[] gopsMs, int wantedMs, int target)
    {
        TimeSpan[] gops = [.. gopsMs.Select(ms => TimeSpan.FromMilliseconds(ms))];
        SegmentPlan plan = SegmentPlan.FromGops(gops, TimeSpan.FromMilliseconds(wantedMs));

        Assert.True(plan.TargetDuration == target, $"{name}: {plan.TargetDuration}");
    }

    [Fact]
    public void NoSegmentRoundsToMoreThanTheTarget()
    {
        Random random = new(2);
        for (int i = 0; i < 500; i++)
        {
            TimeSpan[] gops = [.. Enumerable.Range(0, 20).Select(_ => TimeSpan.FromMilliseconds(random.Next(100, 9000)))];
            SegmentPlan plan = SegmentPlan.FromGops(gops, TimeSpan.FromMilliseconds(random.Next(500, 6000)));
            TimeSpan segment = TimeSpan.Zero;
            foreach (TimeSpan gop in gops)
            {
                segment += gop;
                Assert.True(Math.Round(segment.TotalSeconds, MidpointRounding.AwayFromZero) <= plan.TargetDuration);
                if (plan.EndsAtRandomAccess(segment, gop)) segment = TimeSpan.Zero;
            }
        }
    }

    [Fact]
    public void WithoutAnyGopTheTargetIsTwiceWhatIsWanted() =>
        Assert.Equal(4, SegmentPlan.Unknown(TimeSpan.FromSeconds(2)).TargetDuration);

    [Fact]
    public void ALongerGopIsCutBeforeThePartThatWouldRoundUp()
    {
        SegmentPlan plan = new(2, TimeSpan.FromSeconds(2));

        Assert.False(plan.MustEndBefore(TimeSpan.FromMilliseconds(2200), TimeSpan.FromMilliseconds(200)));
        Assert.True(plan.MustEndBefore(TimeSpan.FromMilliseconds(2300), TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public void ASegmentEndsAtARandomAccessPointWhenOneMoreGopWouldBeTooLong()
    {
        SegmentPlan plan = new(2, TimeSpan.FromSeconds(6));

        Assert.True(plan.EndsAtRandomAccess(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)));
    }
}
