using Headrace.Manifests.Hls.Planning;
using Headrace.Media.Timing;

namespace Headrace.Manifests.Tests.Hls.Planning;

public sealed class PartPlanTests
{
    private static readonly TimeSpan Wanted = TimeSpan.FromMilliseconds(200);

    /// <summary>Name, frame duration as a fraction, frames a part, PART-TARGET in ms, for parts of 200 ms.</summary>
    public static TheoryData<string, long, int, int, int> Rates => new()
    {
        { "23.976 fps", 1001, 24_000, 5, 230 },
        { "25 fps", 1, 25, 5, 220 },
        { "29.97 fps", 1001, 30_000, 6, 217 },
        { "30 fps", 1, 30, 6, 217 },
        { "50 fps", 1, 50, 10, 210 },
        { "59.94 fps", 1001, 60_000, 12, 209 },
        { "60 fps", 1, 60, 12, 209 },
        { "12 fps", 1, 12, 2, 184 },
        { "1 fps", 1, 1, 1, 1100 },
        { "AAC at 44100 Hz", 1024, 44_100, 9, 221 },
        { "AAC at 48000 Hz", 1024, 48_000, 9, 203 },
        { "HE-AAC at 24000 Hz", 1024, 24_000, 5, 235 },
        { "Opus of 20 ms", 960, 48_000, 10, 210 },
        { "Opus of 2.5 ms", 120, 48_000, 80, 202 },
    };

    [Theory]
    [MemberData(nameof(Rates))]
    public void FixedRateTakesTheNearestNumberOfFrames(string name, long units, int perSecond, int frames, int targetMs)
    {
        PartPlan plan = PartPlan.ForFixedRate(new FrameInterval(units, perSecond), Wanted);

        Assert.True(plan.KeepsFloor, name);
        Assert.Equal(frames, plan.FramesPerPart);
        Assert.Equal(TimeSpan.FromMilliseconds(targetMs), plan.PartTarget);
        Assert.Equal(Timebase.ToTimeSpan(units * frames, perSecond), plan.PartDuration);
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void PartsStayBetween85And100PercentAlsoWithTimestampsOfWholeMilliseconds(string name, long units, int perSecond, int frames, int targetMs)
    {
        _ = targetMs;
        foreach (int wantedMs in (int[])[1, 33, 100, 200, 333, 1000])
        {
            PartPlan plan = PartPlan.ForFixedRate(new FrameInterval(units, perSecond), TimeSpan.FromMilliseconds(wantedMs));
            for (int part = 0; part < 500; part++)
            {
                long first = (long)part * plan.FramesPerPart;
                long start = Timebase.Rescale(first * units, perSecond, 1000);
                long end = Timebase.Rescale((first + plan.FramesPerPart) * units, perSecond, 1000);
                double share = (end - start) / plan.PartTarget.TotalMilliseconds;
                Assert.True(share is >= 0.85 and <= 1, $"{name}, {wantedMs} ms (usual {frames} frames), part {part}: {share}");
            }
        }
    }

    [Fact]
    public void FixedRateEndsAPartAfterItsFrames()
    {
        PartPlan plan = PartPlan.ForFixedRate(new FrameInterval(1, 25), Wanted);
        TimeSpan frame = TimeSpan.FromMilliseconds(40);

        Assert.False(plan.EndsBefore(4, 4 * frame, frame));
        Assert.True(plan.EndsBefore(5, 5 * frame, frame));
    }

    [Fact]
    public void ALostFrameEndsAPartEarlySoThatItIsNotLongerThanItsTarget()
    {
        PartPlan plan = PartPlan.ForFixedRate(new FrameInterval(1, 25), Wanted);
        TimeSpan frame = TimeSpan.FromMilliseconds(40);

        Assert.True(plan.EndsBefore(4, 5 * frame, frame));
    }

    [Theory]
    [InlineData(10, 200, 200, true)]
    [InlineData(30, 200, 200, true)]
    [InlineData(31, 200, 200, false)]
    [InlineData(100, 200, 200, false)]
    [InlineData(500, 200, 500, false)]
    [InlineData(1, 1, 30, true)]
    public void VariableRatePromisesTheFloorOnlyWhereFramesAreShort(int longestMs, int wantedMs, int targetMs, bool keepsFloor)
    {
        PartPlan plan = PartPlan.ForVariableRate(TimeSpan.FromMilliseconds(longestMs), TimeSpan.FromMilliseconds(wantedMs));

        Assert.Equal(TimeSpan.FromMilliseconds(targetMs), plan.PartTarget);
        Assert.Equal(keepsFloor, plan.KeepsFloor);
    }

    [Fact]
    public void VariableRateNeverExceedsItsTargetAndKeepsTheFloorWherePromised()
    {
        Random random = new(1);
        foreach (int longestMs in (int[])[20, 30, 80, 200])
        {
            PartPlan plan = PartPlan.ForVariableRate(TimeSpan.FromMilliseconds(longestMs), Wanted);
            TimeSpan part = TimeSpan.Zero;
            int frames = 0;
            for (int i = 0; i < 2000; i++)
            {
                TimeSpan next = TimeSpan.FromMilliseconds(random.Next(1, longestMs + 1));
                if (frames > 0 && plan.EndsBefore(frames, part, next))
                {
                    Assert.True(part <= plan.PartTarget);
                    Assert.True(!plan.KeepsFloor || part >= plan.PartTarget * 0.85, $"{part} of {plan.PartTarget}");
                    (part, frames) = (TimeSpan.Zero, 0);
                }

                part += next;
                frames++;
            }
        }
    }
}
