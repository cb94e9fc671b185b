using Headrace.Media.Timeline;

namespace Headrace.Media.Tests.Timeline;

public sealed class AudioClockTests
{
    private const int Rate = 48_000;

    [Fact]
    public void MillisecondTimestampsGiveContiguousFrames()
    {
        var clock = new AudioClock(Rate);
        long last = 0;
        for (int i = 1; i < 10_000; i++)
        {
            long ms = (long)Math.Round(i * 1024 * 1000.0 / Rate);
            long next = clock.Place(last, 1024, ms * 48, TimelineLimits.MaxSlewPpm, out AudioStep step);
            Assert.Equal(AudioStep.Contiguous, step);
            Assert.Equal(1024, next - last);
            last = next;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(500)]
    public void HoleOfWholeFramesIsLeftWhereItIs(int lost)
    {
        var clock = new AudioClock(Rate);
        long last = Run(clock, 0, 100, 1024);
        long next = clock.Place(last, 1024, last + (1024 * (lost + 1)), TimelineLimits.MaxSlewPpm, out AudioStep step);
        Assert.Equal(AudioStep.Hole, step);
        Assert.Equal(last + (1024 * (lost + 1)), next);
    }

    [Fact]
    public void SloppyTimestampsMakeFewHolesOnlyUntilTheirJitterIsKnown()
    {
        var clock = new AudioClock(Rate);
        var random = new Random(11);
        long last = 0;
        int holes = 0;
        int lateHoles = 0;
        for (int i = 1; i < 20_000; i++)
        {
            long next = clock.Place(last, 1024, (i * 1024L) + random.Next(-960, 960), TimelineLimits.MaxSlewPpm, out AudioStep step);
            Assert.True(next > last);
            if (step == AudioStep.Hole) holes++;
            if (step == AudioStep.Hole && i > 1000) lateHoles++;
            last = next;
        }

        Assert.InRange(holes, 0, 10);
        Assert.Equal(0, lateHoles);
        Assert.InRange(last - (20_000L * 1024), -2048, 2048);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(-500)]
    public void SampleClockThatDiffersFromTheTimestampsIsSlewed(int ppm)
    {
        var clock = new AudioClock(Rate);
        long last = 0;
        for (int i = 1; i < 100_000; i++)
        {
            long position = (i * 1024L) + (i * 1024L * ppm / 1_000_000);
            long next = clock.Place(last, 1024, position, TimelineLimits.MaxSlewPpm, out AudioStep step);
            Assert.InRange(next - last, 1022, 1026);
            Assert.InRange(next - position, -600, 600);
            Assert.NotEqual(AudioStep.Hole, step);
            last = next;
        }
    }

    [Fact]
    public void FramesThatAreShorterThanTheyStateGoOnByTheirTimestamps()
    {
        var clock = new AudioClock(Rate);
        long last = 0;
        for (int i = 1; i < 5000; i++)
        {
            long next = clock.Place(last, 2048, i * 1024L, TimelineLimits.MaxSlewPpm, out _);
            Assert.True(next > last);
            Assert.InRange(next - (i * 1024L), 0, Rate / 4);
            last = next;
        }
    }

    [Fact]
    public void FramesWithoutDurationAreWhereTheirTimestampsSay()
    {
        var clock = new AudioClock(Rate);
        Assert.Equal(5000, clock.Place(100, 0, 5000, TimelineLimits.MaxSlewPpm, out AudioStep step));
        Assert.Equal(AudioStep.Contiguous, step);
        Assert.Equal(5001, clock.Place(5000, 0, 4000, TimelineLimits.MaxSlewPpm, out _));
    }

    private static long Run(AudioClock clock, long last, int frames, int duration)
    {
        for (int i = 0; i < frames; i++) last = clock.Place(last, duration, last + duration, TimelineLimits.MaxSlewPpm, out _);
        return last;
    }
}
