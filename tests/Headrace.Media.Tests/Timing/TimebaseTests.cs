using Headrace.Media.Timing;

namespace Headrace.Media.Tests.Timing;

public sealed class TimebaseTests
{
    [Theory]
    [InlineData(90_000, 90_000, 48_000, 48_000)]
    [InlineData(1, 90_000, 48_000, 1)]
    [InlineData(-1, 90_000, 48_000, -1)]
    [InlineData(1, 48_000, 90_000, 2)]
    [InlineData(long.MaxValue / 1_000_000, 48_000, 1_000_000, 192_153_584_101_125)]
    public void RescalesToTheNearestTick(long value, long from, long to, long expected) => Assert.Equal(expected, Timebase.Rescale(value, from, to));

    [Fact]
    public void ThereAndBackIsExactWhereTheOtherClockIsFiner()
    {
        Random random = new(1);
        for (int i = 0; i < 1000; i++)
        {
            long ticks = random.NextInt64(-(1L << 49), 1L << 49);
            Assert.Equal(ticks, Timebase.FromNanoseconds(Timebase.ToNanoseconds(ticks, 90_000), 90_000));
        }
    }

    [Fact]
    public void ClockMappingGoesBothWays()
    {
        DateTime utc = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        ClockMapping mapping = new(5_000_000_000, utc, ClockSource.Arrival);
        Assert.Equal(utc.AddSeconds(1), mapping.ToUtc(6 * 90_000, 90_000));
        Assert.Equal(6 * 48_000, mapping.FromUtc(utc.AddSeconds(1), 48_000));
    }

    [Fact]
    public void MonotonicTimeCountsInNanoseconds()
    {
        MonotonicTime start = new(1_000);
        Assert.Equal(new MonotonicTime(2_000_001_000), start + TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), start + TimeSpan.FromSeconds(2) - start);
        Assert.True(start < MonotonicTime.Never);
    }
}
